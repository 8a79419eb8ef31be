import { enclosing, staticNames } from '../../syntax/find';
import type { AttrBinding, AttrsNode, Binding, Node, SyntaxTree } from '../../syntax/node';
import type { Slot } from '../../units/analysis';
import type { Unit, World } from '../../units/model';

/** Where in a document the directives of a service can be written. */
export interface Place {
  /** The literal set to write into. */
  readonly set: AttrsNode;
  /** What goes before each directive: `serviceConfig.` in the dotted style. */
  readonly prefix: string;
  /** The binding to write behind; undefined for an empty set. */
  readonly behind: Binding | undefined;
  /** A set to be made around the directives: `serviceConfig`. */
  readonly wrap: string | undefined;
}

interface Candidate extends Place {
  readonly hasExec: boolean;
  /** How many conditions stand around it. */
  readonly conditions: number;
  readonly units: number;
  readonly directives: number;
}

/** What a unit goes by among those of a document. */
export function identityOf({ scope, name }: Pick<Unit, 'scope' | 'name'>): string {
  return `${scope} ${name}`;
}

/** The option that holds the directives of [Service]. */
function serviceSet(world: World): string {
  return world === 'home-manager' ? 'Service' : 'serviceConfig';
}

/**
 * The places of a document where directives of a service can go, the best first: beside its Exec lines, in sets that no condition
 * guards, that serve it alone.
 */
export function placesOf(tree: SyntaxTree, uri: string, slots: readonly Slot[], unit: Unit): readonly Place[] {
  const here = slots.filter(({ keyOrigin }) => keyOrigin.uri === uri);
  const own = here.filter((slot) => slot.unit === unit.name && slot.scope === unit.scope);
  const beside = own
    .filter(({ role }) => role.set === 'directives' && role.section === 'Service')
    .flatMap((slot) => besideKey(tree, here, own, slot));
  const empty = own.flatMap((slot) => emptySet(tree, uri, slot));
  const options = own
    .filter(({ role }) => role.set === 'sections' || (role.set === 'options' && role.path.length === 0))
    .flatMap((slot) => besideOption(tree, slot));
  const ranked = [...distinct(beside).sort(compare), ...empty, ...distinct(options)];
  return ranked.map(({ set, prefix, behind, wrap }) => ({ set, prefix, behind, wrap }));
}

/** The units whose directives are written in a place. */
export function unitsAt(tree: SyntaxTree, uri: string, slots: readonly Slot[], place: Place): Set<string> {
  const inside = slots.filter(
    ({ keyOrigin }) => keyOrigin.uri === uri && holderOf(tree, keyOrigin.start)?.set === place.set,
  );
  return new Set(inside.map(({ unit: name, scope }) => identityOf({ scope, name })));
}

/** Where a name of a set stands. */
export interface Holder {
  readonly set: AttrsNode;
  readonly binding: Binding;
  /** What is around the binding, the set last. */
  readonly around: readonly (Node | Binding)[];
}

/** The binding that names what stands at an offset, and the literal set that it is in. */
export function holderOf(tree: SyntaxTree, offset: number): Holder | undefined {
  const around = enclosing(tree, offset);
  const index = around.findLastIndex(({ kind }) => kind === 'binding' || kind === 'inherit');
  const binding = around[index];
  const set = around[index - 1];
  if (binding === undefined || !isBinding(binding) || set?.kind !== 'attrs') return undefined;
  return { set, binding, around: around.slice(0, index) };
}

function besideKey(tree: SyntaxTree, here: readonly Slot[], own: readonly Slot[], slot: Slot): readonly Candidate[] {
  const holder = holderOf(tree, slot.keyOrigin.start);
  if (holder === undefined) return [];
  const { set, binding } = holder;
  const prefix = prefixOf(tree.text, binding, slot.keyOrigin.start);
  const siblings = own.filter(({ keyOrigin, role }) => {
    const other = holderOf(tree, keyOrigin.start);
    if (other?.set !== set || role.set !== 'directives' || role.section !== 'Service') return false;
    return prefixOf(tree.text, other.binding, keyOrigin.start) === prefix;
  });
  const last = siblings.flatMap(({ keyOrigin }) => holderOf(tree, keyOrigin.start)?.binding ?? []);
  const sharing = new Set(
    here
      .filter(({ keyOrigin }) => keyOrigin.start >= set.start && keyOrigin.end <= set.end)
      .map(({ unit: name, scope }) => identityOf({ scope, name })),
  );
  return [
    {
      set,
      prefix,
      behind: prefix === '' ? set.bindings.at(-1) : last.reduce((a, b) => (b.end > a.end ? b : a), binding),
      wrap: undefined,
      hasExec: siblings.some(({ key }) => key.startsWith('Exec')),
      conditions: holder.around.filter(isConditional).length,
      units: prefix === '' ? sharing.size : 1,
      directives: siblings.length,
    },
  ];
}

/** `serviceConfig = { };` */
function emptySet(tree: SyntaxTree, uri: string, { key, world, values }: Slot): readonly Candidate[] {
  if (key !== serviceSet(world)) return [];
  return values.flatMap((value) => {
    const around = value.uri === uri ? enclosing(tree, value.start) : [];
    const set = around.find(({ kind, start, end }) => kind === 'attrs' && start === value.start && end === value.end);
    if (set?.kind !== 'attrs' || set.bindings.length > 0) return [];
    return [candidate({ set, prefix: '', behind: undefined, wrap: undefined })];
  });
}

/** Beside another option of the unit, such as `script`. */
function besideOption(tree: SyntaxTree, { keyOrigin, world }: Slot): readonly Candidate[] {
  const holder = holderOf(tree, keyOrigin.start);
  if (holder === undefined) return [];
  const { set, binding } = holder;
  const prefix = prefixOf(tree.text, binding, keyOrigin.start);
  const behind = prefix === '' ? set.bindings.at(-1) : binding;
  return [candidate({ set, prefix, behind, wrap: serviceSet(world) })];
}

function candidate(place: Place): Candidate {
  return { ...place, hasExec: false, conditions: 0, units: 1, directives: 0 };
}

/** The text of an attribute path before the name at an offset: `serviceConfig.` */
function prefixOf(text: string, binding: Binding, offset: number): string {
  if (binding.kind === 'inherit') return '';
  const [first] = binding.path;
  const named = binding.path.find(({ start, end }) => start <= offset && offset < end);
  return first === undefined || named === undefined ? '' : text.slice(first.start, named.start);
}

/** A call of `mkIf`, `optionalAttrs` and the like. */
function isConditional(item: Node | Binding): boolean {
  if (item.kind === 'if') return true;
  if (item.kind !== 'apply') return false;
  const fn = item.fn.kind === 'apply' ? item.fn.fn : item.fn;
  const name = fn.kind === 'variable' ? fn.name : fn.kind === 'select' ? staticNames(fn.path).at(-1) : undefined;
  return name === 'mkIf' || name === 'optionalAttrs';
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const same = (a: Candidate, b: Candidate): boolean => a.set === b.set && a.prefix === b.prefix;
  return candidates.filter((one, index) => candidates.findIndex((other) => same(one, other)) === index);
}

function compare(a: Candidate, b: Candidate): number {
  return (
    Number(b.hasExec) - Number(a.hasExec) ||
    a.conditions - b.conditions ||
    a.units - b.units ||
    b.directives - a.directives
  );
}

function isBinding(item: Node | Binding): item is AttrBinding | Extract<Binding, { kind: 'inherit' }> {
  return item.kind === 'binding' || item.kind === 'inherit';
}
