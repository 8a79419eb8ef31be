import { once } from '../base/once';
import { sameOrigin } from '../base/span';
import { attrsFrom, isTagged } from '../nix/attrs';
import { sortNames } from '../nix/order';
import { delay, force, originOf } from '../nix/thunk';
import { type Attr, type Attrs, attrs, isAttrs, isUnknown, kindOf, type Lazy, type OpenWorld } from '../nix/value';
import { type ModuleContext, tolerate } from './context';
import { childDef, type Def, MergedAttr, sameDefs } from './definition';
import { OptionError } from './errors';
import type { Unmatched } from './evaluation';
import { Family, memo, sameItems } from './memo';
import { type Declaration, type OptionState, optionState } from './option';
import { pushDown, tagged } from './properties';
import { showOption } from './show';
import { toOptionType, typeValue } from './type-value';
import { openOf } from './types/attrs';
import { submoduleWith } from './types/submodule';

/** A tree of options that a module declares. */
export interface Tree {
  readonly file: string;
  readonly options: Lazy;
  readonly key: Attr['key'];
}

/** A set of options: what a level of `config` has by declaration, and the definitions that stand in it. */
export interface Level {
  readonly kind: 'level';
  readonly loc: readonly string[];
  readonly names: readonly string[];
  readonly child: (name: string) => Level | OptionState | undefined;
  /** Definitions of a name at this level, declared or not, as they were written. */
  readonly definitionsOf: (name: string) => readonly Def[];
  readonly definedNames: () => readonly string[];
  /** What else the definitions may have, where one of them is not known whole. */
  readonly open: () => OpenWorld | undefined;
}

/** The sets that definitions of a level are, without the properties around them; those that are unknown too. */
function setsOf(ctx: ModuleContext, loc: readonly string[], defs: readonly Def[]): readonly Def[] {
  return defs
    .flatMap((one) => tolerate(ctx, () => pushDown(one), []))
    .filter((one) => {
      const value = force(one.value);
      if (isAttrs(value)) return true;
      if (isUnknown(value)) {
        ctx.open?.meet(value);
        return true;
      }
      const option = showOption(loc);
      const parts = [
        `In module \`${one.file}', you're trying to define a value of type \`${kindOf(value)}'`,
        'rather than an attribute set for the option',
        `\`${option}'!`,
      ];
      const advice = `This usually happens if \`${option}' has option\ndefinitions inside that are not matched. Please check how to properly define\nthis option by e.g. referring to \`man 5 configuration.nix'!`;
      const error = new OptionError(
        'wrong-type',
        `${parts.join('\n')}\n\n${advice}`,
        originOf(one.value),
        parts.join(' '),
      );
      if (ctx.open === undefined) throw error;
      ctx.open.report(error);
      return false;
    });
}

/** The definitions of each name inside of sets. */
export function byName(sets: readonly Def[]): ReadonlyMap<string, readonly Def[]> {
  const found = new Map<string, Def[]>();
  for (const one of sets) {
    const value = force(one.value);
    if (!isAttrs(value)) continue;
    for (const [name, attr] of value.entries) {
      const others = found.get(name);
      if (others === undefined) found.set(name, [childDef(one, attr)]);
      else others.push(childDef(one, attr));
    }
  }
  return found;
}

function sameTree(a: Tree, b: Tree): boolean {
  return a.file === b.file && a.options === b.options && sameOrigin(a.key, b.key);
}

function sameTrees(a: readonly Tree[], b: readonly Tree[]): boolean {
  return sameItems(a, b, sameTree);
}

function subtrees(ctx: ModuleContext, loc: readonly string[], trees: readonly Tree[]): ReadonlyMap<string, Tree[]> {
  const found = new Map<string, Tree[]>();
  for (const { file, options } of trees) {
    const value = tolerate(ctx, () => force(options), null);
    if (isUnknown(value) || value === null) continue;
    if (!isAttrs(value)) {
      const message = `An option declaration for \`${loc.join('.')}' has type \`${kindOf(value)}' rather than an attribute set. Did you mean to define this outside of \`options'?`;
      throw new OptionError('declaration', message, originOf(options), message);
    }
    for (const [name, attr] of value.entries) {
      const tree = { file, options: attr.value, key: attr.key };
      const others = found.get(name);
      if (others === undefined) found.set(name, [tree]);
      else others.push(tree);
    }
  }
  return found;
}

function wrongDeclaration(loc: readonly string[], tag: string, { file, key }: Tree): OptionError {
  const summary = `In module ${file}: expected an option declaration at option path \`${showOption(loc)}\` but got an attribute set with type ${tag}`;
  return new OptionError('declaration', summary, key, summary);
}

/** A tree of options as one option whose values are submodules, so that it goes with an option of that type. */
function asOption(ctx: ModuleContext, tree: Tree): Declaration {
  const type = submoduleWith({
    modules: [{ value: attrsFrom([['options', tree.options]]), file: tree.file, form: 'module' }],
    specialArgs: attrs(new Map()),
    shorthandOnlyDefinesConfig: undefined,
    description: undefined,
    class: undefined,
  });
  const fields = attrs(new Map([['type', { value: typeValue(ctx, type), key: undefined }]]));
  return { file: tree.file, fields, key: tree.key };
}

function takesOptions(ctx: ModuleContext, { options }: Tree): boolean {
  const value = force(options);
  const type = isAttrs(value) ? value.entries.get('type') : undefined;
  return type !== undefined && toOptionType(ctx, type.value).name === 'submodule';
}

function child(
  ctx: ModuleContext,
  loc: readonly string[],
  trees: readonly Tree[],
  raw: () => readonly Def[],
  level: () => Level,
): Level | OptionState {
  const unknownOption = trees.find((tree) => isUnknown(force(tree.options)));
  if (unknownOption !== undefined) {
    const { file, key } = unknownOption;
    return optionState(ctx, loc, [{ file, key, fields: attrs(new Map()) }], raw);
  }
  const options = trees.filter((tree) => {
    const tag = tagged(force(tree.options))?.tag;
    if (tag !== undefined && tag !== 'option') throw wrongDeclaration(loc, tag, tree);
    return tag === 'option';
  });
  if (options.length === 0) return level();
  const [first] = options;
  if (options.length < trees.length && !options.every((tree) => takesOptions(ctx, tree))) {
    const message = `The option \`${showOption(loc)}' in module \`${first?.file}' would be a parent of other options, but its type does not support nested options.`;
    throw new OptionError('declaration', message, first?.key, message);
  }
  const declarations = trees.map((tree): Declaration => {
    const value = force(tree.options);
    return isAttrs(value) && isTagged(value, 'option')
      ? { file: tree.file, fields: value, key: tree.key }
      : asOption(ctx, tree);
  });
  return optionState(ctx, loc, declarations, raw);
}

const NO_TREES: readonly Tree[] = [];
const NO_DEFS: readonly Def[] = [];

/** What is found under a name, told apart from what is found under others: a change of these alone changes nothing for it. */
function byNameAlone<T>(
  ctx: ModuleContext,
  find: (name: string) => T,
  same: (a: T, b: T) => boolean,
): (name: string) => T {
  if (!ctx.rt.recorder.on) return find;
  const found = new Family<undefined, T>(ctx.rt, undefined, same);
  return (name) => found.get(name, undefined, () => () => find(name));
}

/**
 * Joins trees of options with the definitions at the same place; throws what is wrong with the trees. It is the same level whatever they
 * become, so that a change of one option leaves the others as they are.
 */
export function levelOf(
  ctx: ModuleContext,
  loc: readonly string[],
  trees: () => readonly Tree[],
  defs: () => readonly Def[],
): () => Level {
  const { rt } = ctx;
  const declared = memo(rt, () => subtrees(ctx, loc, trees()));
  const sets = memo(rt, () => setsOf(ctx, loc, defs()), sameDefs);
  const defined = memo(rt, () => byName(sets()));
  const names = memo(rt, () => sortNames(declared().keys()), sameItems);
  const treesOf = byNameAlone(ctx, (name) => declared().get(name) ?? NO_TREES, sameTrees);
  const definitionsOf = byNameAlone(ctx, (name) => defined().get(name) ?? NO_DEFS, sameDefs);
  const children = new Family<undefined, Level | OptionState | undefined>(rt);
  const childOf = (name: string): (() => Level | OptionState | undefined) => {
    const at = [...loc, name];
    const own = (): readonly Def[] => definitionsOf(name);
    const inner = once(() => levelOf(ctx, at, () => treesOf(name), own));
    return () => {
      const found = treesOf(name);
      if (found.length === 0) return undefined;
      return tolerate<Level | OptionState | undefined>(
        ctx,
        () => child(ctx, at, found, own, () => inner()()),
        undefined,
      );
    };
  };
  const level: Level = {
    kind: 'level',
    loc,
    get names() {
      return names();
    },
    child: (name) => children.get(name, undefined, () => childOf(name)),
    definitionsOf,
    definedNames: () => sortNames(defined().keys()),
    open: memo(rt, () => openOf(sets())),
  };
  return () => {
    declared();
    return level;
  };
}

/** Definitions that no option of the tree matches. */
export function unmatchedOf(level: Level): readonly Unmatched[] {
  return level.definedNames().flatMap((name): readonly Unmatched[] => {
    const inner = level.child(name);
    if (inner?.kind === 'level') return unmatchedOf(inner).map(({ path, def }) => ({ path: [name, ...path], def }));
    if (inner !== undefined || level.names.includes(name)) return [];
    return level.definitionsOf(name).map((one) => ({ path: [name], def: one }));
  });
}

/** What a configuration says of names that nothing declares. */
export type Undeclared = (level: Level) => OpenWorld | undefined;

/** The values of a level's options. */
export function configOf(ctx: ModuleContext, level: Level, undeclared: Undeclared): Attrs {
  const entries = new Map<string, Attr>();
  for (const name of level.names) {
    const value = delay(ctx.rt, () => {
      const inner = level.child(name);
      if (inner === undefined) return attrs(new Map());
      return inner.kind === 'option' ? force(inner.value) : configOf(ctx, inner, undeclared);
    });
    entries.set(
      name,
      new MergedAttr(ctx.rt, value, undefined, () => {
        const inner = level.child(name);
        return inner?.kind === 'option' ? inner.merged().defs : [];
      }),
    );
  }
  return attrs(entries, undeclared(level));
}

/** The options of a level, as the argument `options` has them. */
export function optionsOf(
  ctx: ModuleContext,
  level: Level,
  open: ((loc: readonly string[]) => OpenWorld) | undefined,
): Attrs {
  const entries = new Map<string, Attr>();
  for (const name of level.names) {
    const value = delay(ctx.rt, () => {
      const inner = level.child(name);
      if (inner === undefined) return attrs(new Map());
      return inner.kind === 'option' ? force(inner.attrs) : optionsOf(ctx, inner, open);
    });
    entries.set(name, { value, key: undefined });
  }
  return attrs(entries, open?.(level.loc));
}
