import type { ModuleContext } from '../../modules/context';
import { declare } from '../../modules/declare';
import type { OptionType } from '../../modules/option-type';
import { unspecified } from '../../modules/types/scalar';
import { attrsFrom } from '../../nix/attrs';
import { native } from '../../nix/native';
import { delay, force } from '../../nix/thunk';
import { type Attrs, isList, isUnknown, type Lazy, list, str } from '../../nix/value';
import { type Default, optionsOfKind, type UnitOptionFact } from './facts';
import { checkedSection, namedType } from './types';

/** A default of the facts as a value. */
export function defaultValue(given: Default): Lazy {
  if (given === null || typeof given === 'boolean') return given;
  if (typeof given === 'number') return BigInt(given);
  if (typeof given === 'string') return str(given);
  if (Array.isArray(given)) return list(given.map((item) => str(String(item))));
  return attrsFrom([]);
}

/** A single value where a list is meant. */
const toList = native('toList', 1, (_rt, given) => {
  const value = force(given ?? null);
  return isList(value) || isUnknown(value) ? value : list([given ?? null]);
});

const LISTED = new Set(['startAt', 'jobScripts']);

function typeOf(fact: UnitOptionFact): OptionType {
  if (fact.check !== undefined) return checkedSection(fact.check);
  return namedType(fact.type) ?? unspecified;
}

function declareFact(ctx: ModuleContext, fact: UnitOptionFact): Attrs {
  return declare(ctx, {
    type: typeOf(fact),
    ...(fact.default === undefined ? {} : { default: defaultValue(fact.default) }),
    ...(LISTED.has(fact.name) ? { apply: toList } : {}),
    ...(fact.internal === true ? { internal: true } : {}),
  });
}

type Tree = Map<string, Tree | Lazy>;

function insert(tree: Tree, path: readonly string[], option: Lazy): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    tree.set(first, option);
    return;
  }
  const inner = tree.get(first);
  const branch: Tree = inner instanceof Map ? inner : new Map();
  tree.set(first, branch);
  insert(branch, rest, option);
}

function toAttrs(tree: Tree): Attrs {
  return attrsFrom([...tree].map(([name, inner]) => [name, inner instanceof Map ? toAttrs(inner) : inner] as const));
}

/** Options by dotted names as the set that a module declares. */
export function optionTree(options: Iterable<readonly [string, Lazy]>): Attrs {
  const tree: Tree = new Map();
  for (const [name, option] of options) insert(tree, name.split('.'), option);
  return toAttrs(tree);
}

/** What `systemd.<kind>s.<name>` has as options. */
export function unitDeclarations(ctx: ModuleContext, kind: string, initrd: boolean, user: boolean): Attrs {
  const facts = optionsOfKind(kind, initrd, user);
  return optionTree(facts.map((fact) => [fact.name, delay(ctx.rt, () => declareFact(ctx, fact))] as const));
}
