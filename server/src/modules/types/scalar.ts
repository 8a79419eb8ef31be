import { apply } from '../../nix/apply';
import { isDerivation, isTagged } from '../../nix/attrs';
import { equals } from '../../nix/equal';
import { force } from '../../nix/thunk';
import { attrs, isAttrs, isFunction, isString, isUnknown, type Lazy, type Value } from '../../nix/value';
import type { ModuleContext } from '../context';
import { mergeDefault, mergeEqual, mergeOne, mergeSets, mergeTexts } from '../merging';
import { type OptionType, optionType } from '../option-type';
import { showDefs } from '../show';

type Test = (value: Value) => boolean;

/** A check that an unknown passes. */
export function known(test: Test): OptionType['check'] {
  return (_ctx, value) => isUnknown(value) || test(value);
}

function scalar(name: string, description: string, test: Test, merge: OptionType['merge'] = mergeEqual): OptionType {
  return optionType({ name, description, descriptionClass: 'noun', check: known(test), merge });
}

const isNumber: Test = (value) => typeof value === 'bigint' || typeof value === 'number';

export const raw = scalar('raw', 'raw value', () => true, mergeOne);
export const unspecified = scalar('unspecified', 'unspecified value', () => true, mergeDefault);
export const bool = scalar('bool', 'boolean', (value) => typeof value === 'boolean');
export const int = scalar('int', 'signed integer', (value) => typeof value === 'bigint');
export const float = scalar('float', 'floating point number', (value) => typeof value === 'number');
export const str = scalar('str', 'string', isString);
export const number = scalar('either', 'signed integer or floating point number', isNumber);
export const luaInline = scalar('luaInline', 'inline lua', (value) => isTagged(value, 'lua-inline'));
export const optionDeclaration = scalar('optionDeclaration', 'option declaration', (value) =>
  isTagged(value, 'option'),
);

export const boolByOr = scalar(
  'boolByOr',
  'boolean (merged using or)',
  (value) => typeof value === 'boolean',
  (_ctx, _loc, defs) => {
    const values = defs.map((one) => force(one.value));
    return values.includes(true) || (values.find(isUnknown) ?? false);
  },
);

/** `types.attrs`: sets merged shallowly. */
export const plainAttrs = optionType({
  name: 'attrs',
  description: 'attribute set',
  check: known(isAttrs),
  merge: (_ctx, _loc, defs) => mergeSets(defs),
  emptyValue: () => attrs(new Map()),
});

/** `separatedString`, `lines`, `commas`: the texts joined. */
export function separatedString(separator: string): OptionType {
  return optionType({
    name: 'separatedString',
    description: `strings concatenated with ${JSON.stringify(separator)}`,
    descriptionClass: 'noun',
    check: known(isString),
    merge: (ctx, _loc, defs) => mergeTexts(ctx, separator, defs),
    payload: separator,
  });
}

function show(lazy: Lazy): string {
  const value = force(lazy);
  if (isString(value)) return `"${value.text}"`;
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return value === null ? '<null>' : `<${typeof value === 'number' ? 'float' : value.kind}>`;
}

/** One of some values. Declared twice, both lists hold. */
export function enumeration(values: readonly Lazy[]): OptionType {
  const [only] = values;
  const shown = (): string => {
    if (only === undefined) return 'impossible (empty enum)';
    return values.length === 1 ? `value ${show(only)} (singular enum)` : `one of ${values.map(show).join(', ')}`;
  };
  return optionType({
    name: 'enum',
    description: shown,
    descriptionClass: values.length < 2 ? 'noun' : 'conjunction',
    check: (ctx, value) => isUnknown(value) || values.some((each) => equals(ctx.rt, each, value) !== false),
    merge: mergeEqual,
    payload: values,
    typeMerge: (other) => (other.name === 'enum' ? enumeration([...values, ...valuesOf(other)]) : undefined),
  });
}

function valuesOf({ payload }: OptionType): readonly Lazy[] {
  return Array.isArray(payload) ? payload : [];
}

/** A type with one more check, given as a Nix function. */
export function addCheck(base: OptionType, predicate: Lazy, name = base.name, description?: string): OptionType {
  const holds = (ctx: ModuleContext, value: Value): boolean => {
    if (isUnknown(value)) return true;
    const verdict = apply(ctx.rt, predicate, value);
    return isUnknown(verdict) || verdict === true;
  };
  return checked(base, holds, name, description);
}

/** A type with one more check. */
export function checked(
  base: OptionType,
  holds: OptionType['check'],
  name = base.name,
  description: string | (() => string) = base.description,
): OptionType {
  const type = optionType({
    ...base,
    name,
    description,
    check: (ctx, value) => base.check(ctx, value) && holds(ctx, value),
    refuse: base.refuse && refuseBoth(base.refuse, holds),
    unchecked: base,
    typeMerge: base.typeMerge,
  });
  return type;
}

function refuseBoth(refuse: NonNullable<OptionType['refuse']>, holds: OptionType['check']): OptionType['refuse'] {
  return (ctx, loc, defs) => {
    const refusal = refuse(ctx, loc, defs);
    if (refusal !== undefined) return refusal;
    return refuseHeads(holds)(ctx, loc, defs);
  };
}

/** Refuses definitions by a check of their heads, with the wording of types that merge in one step. */
export function refuseHeads(check: OptionType['check']): NonNullable<OptionType['refuse']> {
  return (ctx, _loc, defs) => {
    const invalid = defs.filter((one) => !check(ctx, force(one.value)));
    return invalid.length === 0 ? undefined : `Definition values: ${showDefs(invalid)}`;
  };
}

/** A package: a derivation or a store path. */
export const packageType = scalar('package', 'package', (value) => isDerivation(value) || isStorePath(value), mergeOne);

export const shellPackage = scalar(
  'package',
  'package',
  (value) => isDerivation(value) && isAttrs(value) && (value.open !== undefined || value.entries.has('shellPath')),
  mergeOne,
);

export const pkgs = scalar('pkgs', 'Nixpkgs package set', isAttrs, mergeOne);

function isStorePath(value: Value): boolean {
  if (isString(value)) return value.holes !== undefined || /^\/nix\/store\/[^/]+$/.test(value.text);
  return isAttrs(value) && (value.entries.has('outPath') || value.open !== undefined);
}

export const functionLike: Test = (value) => isFunction(value) || (isAttrs(value) && value.entries.has('__functor'));
