import { apply } from '../../nix/apply';
import { attrsFrom, isDerivation, isTagged } from '../../nix/attrs';
import { native } from '../../nix/native';
import { force } from '../../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isFunction,
  isPath,
  isString,
  isUnknown,
  kindOf,
  list,
  str,
  type Value,
} from '../../nix/value';
import type { Def } from '../definition';
import { mergeDefinitions } from '../merge';
import { conflictingTypes, mergeEqual, mergeOne, notUnique } from '../merging';
import { isTypeValue, type ModuleSource, type OptionType, optionType, phrase } from '../option-type';
import { showOption } from '../show';
import { attrsOf } from './attrs';
import { inside, mergeElement, under } from './list';
import { functionLike, known } from './scalar';
import { submodule } from './submodule';

function coercible(value: Value): boolean {
  return isAttrs(value) && (value.entries.has('__toString') || value.entries.has('outPath') || isDerivation(value));
}

function kindOfAny(value: Value): string {
  return coercible(value) ? 'coercible' : kindOf(value);
}

/** `types.anything`: sets merge deeply, functions by their results, everything else must be equal. */
export const anything: OptionType = optionType({
  name: 'anything',
  description: 'anything',
  descriptionClass: 'noun',
  merge: (ctx, loc, defs) => {
    const values = defs.map((one) => force(one.value)).filter((value) => !isUnknown(value));
    const kinds = new Set(values.map(kindOfAny));
    if (kinds.size > 1) throw conflictingTypes(loc, defs);
    if (kinds.has('attrs')) return attrsOf(anything).merge(ctx, loc, defs);
    if (kinds.has('coercible')) return mergeOne(ctx, loc, defs);
    if (!kinds.has('function') || defs.length === 1) return mergeEqual(ctx, loc, defs);
    return native('merged', 1, (rt, argument) =>
      anything.merge(
        ctx,
        [...loc, '<function body>'],
        defs.map((one) => ({ ...one, value: apply(rt, one.value, argument ?? null) })),
      ),
    );
  },
});

/** A type whose values have one definition only. */
export function unique(inner: OptionType, message: string): OptionType {
  const make = (type: OptionType): OptionType => unique(type, message);
  return optionType({
    name: 'unique',
    description: () => inner.description(),
    check: (ctx, value) => inner.check(ctx, value),
    emptyValue: () => inner.emptyValue(),
    subModules: () => inner.subModules(),
    subOptions: (ctx, prefix) => inner.subOptions(ctx, prefix),
    merge: (ctx, loc, defs) => {
      if (defs.length > 1) throw notUnique(loc, defs, message);
      return inner.merge(ctx, loc, defs);
    },
    withSubModules: inside(inner, make),
    nested: () => new Map([['elemType', inner]]),
    payload: inner,
    typeMerge: (other) => mergeElement(other, 'unique', inner, make),
  });
}

/** Functions, called with the same argument and merged by their results. */
export function functionTo(result: OptionType): OptionType {
  return optionType({
    name: 'functionTo',
    description: () => `function that evaluates to a(n) ${phrase(result, 'noun', 'composite')}`,
    descriptionClass: 'composite',
    check: known(functionLike),
    merge: (ctx, loc, defs) =>
      native('merged', 1, (rt, argument) =>
        mergeDefinitions(
          ctx,
          [...loc, '<function body>'],
          result,
          defs.map((one) => ({ ...one, value: apply(rt, one.value, argument ?? null), guards: [] })),
        ).value(),
      ),
    subModules: () => result.subModules(),
    withSubModules: inside(result, functionTo),
    subOptions: under(result, '<function body>'),
    nested: () => new Map([['elemType', result]]),
    payload: result,
    typeMerge: (other) => mergeElement(other, 'functionTo', result, functionTo),
  });
}

function located(one: Def, loc: readonly string[]): Attrs {
  const entries = new Map<string, Attr>([
    ['_file', { value: str(`${one.file}, via option ${showOption(loc)}`), key: undefined }],
    ['imports', { value: list([one.value]), key: one.key }],
  ]);
  return attrs(entries);
}

/** Modules, kept for a later evaluation. */
export function deferredModule(modules: readonly ModuleSource[]): OptionType {
  return optionType({
    name: 'deferredModule',
    description: 'module',
    descriptionClass: 'noun',
    check: known(
      (value) =>
        isAttrs(value) || isFunction(value) || isPath(value) || (isString(value) && value.text.startsWith('/')),
    ),
    merge: (_ctx, loc, defs) =>
      attrsFrom([['imports', list([...modules.map((each) => each.value), ...defs.map((one) => located(one, loc))])]]),
    subModules: () => modules,
    withSubModules: deferredModule,
    subOptions: submodule(modules).subOptions,
    payload: modules,
    typeMerge: (other) =>
      other.name === 'deferredModule' ? deferredModule([...modules, ...(other.subModules() ?? [])]) : undefined,
  });
}

/** Types as values of options. */
export const optionTypeType: OptionType = optionType({
  name: 'optionType',
  description: 'optionType',
  descriptionClass: 'noun',
  check: known((value) => isTypeValue(value) || isTagged(value, 'option-type')),
  merge: mergeOne,
});
