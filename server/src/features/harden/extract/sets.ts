import data from '../../../../data/hardening.json';
import { walk } from '../../../syntax/children';
import type { AttrBinding, AttrsNode, Binding, Node, SyntaxTree } from '../../../syntax/node';
import type { Slot } from '../../../units/analysis';
import { type Holder, holderOf, identityOf } from '../place';

/** A literal set of directives of services, and those of them that harden. */
export interface ServiceSet {
  readonly set: AttrsNode;
  /** The expressions and bindings around the set, the outermost first. */
  readonly around: readonly (Node | Binding)[];
  readonly hardening: readonly HardeningBinding[];
  /** What the units that it makes go by. */
  readonly units: ReadonlySet<string>;
}

export interface HardeningBinding {
  readonly key: string;
  readonly binding: AttrBinding;
}

/** Directives that confine a service and say nothing of what it is, so that services can share them. */
const SHARED: ReadonlySet<string> = new Set(data.shared);

/** Whether a directive of [Service] can stand in a set that services share. */
export function isShared(key: string): boolean {
  return SHARED.has(key);
}

/** The literal sets of a document that directives of services stand in, in the order of the text. */
export function serviceSets(tree: SyntaxTree, uri: string, slots: readonly Slot[]): readonly ServiceSet[] {
  const units = new Map<AttrsNode, Set<string>>();
  const holders = new Map<AttrsNode, Holder>();
  for (const { role, keyOrigin, scope, unit } of slots) {
    if (role.set !== 'directives' || role.section !== 'Service' || keyOrigin.uri !== uri) continue;
    const holder = holderOf(tree, keyOrigin.start);
    if (holder === undefined || nameOf(holder.binding) === undefined) continue;
    holders.set(holder.set, holder);
    units.set(holder.set, (units.get(holder.set) ?? new Set()).add(identityOf({ scope, name: unit })));
  }
  return [...holders.values()]
    .map(({ set, around }) => ({
      set,
      around: around.slice(0, -1),
      hardening: hardeningIn(set),
      units: units.get(set) ?? new Set(),
    }))
    .filter((one) => !isSharedAlready(one))
    .sort((a, b) => a.set.start - b.set.start);
}

function hardeningIn(set: AttrsNode): readonly HardeningBinding[] {
  return set.bindings.flatMap((binding) => {
    const key = nameOf(binding);
    if (binding.kind !== 'binding' || key === undefined || !isShared(key) || isUsedInside(set, key)) return [];
    return [{ key, binding }];
  });
}

/** The one name that a binding gives a value. */
function nameOf(binding: Binding): string | undefined {
  const [first, ...more] = binding.kind === 'binding' ? binding.path : [];
  return first?.kind === 'name' && more.length === 0 ? first.name : undefined;
}

/** Whether a `rec` set uses one of its own names. */
function isUsedInside(set: AttrsNode, name: string): boolean {
  let used = false;
  if (set.recursive) {
    walk(set, (item) => {
      if (item.kind === 'variable' && item.name === name) used = true;
    });
  }
  return used;
}

/** A set of nothing but hardening that a `let` names is what extracting would make. */
function isSharedAlready({ set, around, hardening }: ServiceSet): boolean {
  const [holder, parent] = [around.at(-2), around.at(-1)];
  const isNamed = holder?.kind === 'let' && parent?.kind === 'binding' && parent.path.length === 1;
  return isNamed && hardening.length === set.bindings.length;
}
