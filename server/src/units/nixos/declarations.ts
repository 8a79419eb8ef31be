import type { ModuleContext } from '../../modules/context';
import { declare } from '../../modules/declare';
import type { OptionType } from '../../modules/option-type';
import { unspecified } from '../../modules/types/scalar';
import { attrsFrom } from '../../nix/attrs';
import { native } from '../../nix/native';
import { force } from '../../nix/thunk';
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

interface Tree {
  readonly [name: string]: Tree | Attrs;
}

function isOption(tree: Tree | Attrs): tree is Attrs {
  return 'kind' in tree && tree.kind === 'attrs';
}

function insert(tree: Tree, [first = '', ...rest]: readonly string[], option: Attrs): Tree {
  const inner = tree[first];
  if (rest.length === 0) return { ...tree, [first]: option };
  return { ...tree, [first]: insert(inner === undefined || isOption(inner) ? {} : inner, rest, option) };
}

function toAttrs(tree: Tree): Attrs {
  return attrsFrom(
    Object.entries(tree).map(([name, inner]) => [name, isOption(inner) ? inner : toAttrs(inner)] as const),
  );
}

/** Options by dotted names as the set that a module declares. */
export function optionTree(options: Iterable<readonly [string, Attrs]>): Attrs {
  let tree: Tree = {};
  for (const [name, option] of options) tree = insert(tree, name.split('.'), option);
  return toAttrs(tree);
}

/** What `systemd.<kind>s.<name>` has as options. */
export function unitDeclarations(ctx: ModuleContext, kind: string, initrd: boolean, user: boolean): Attrs {
  return optionTree(optionsOfKind(kind, initrd, user).map((fact) => [fact.name, declareFact(ctx, fact)] as const));
}
