import { apply } from '../nix/apply';
import { attrsFrom } from '../nix/attrs';
import { expectList } from '../nix/expect';
import { native } from '../nix/native';
import { delay, force, originOf } from '../nix/thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isList,
  isString,
  isUnknown,
  type Lazy,
  list,
  str,
  type Value,
} from '../nix/value';
import type { ModuleContext } from './context';
import { type Def, def } from './definition';
import { OptionError } from './errors';
import {
  type DescriptionClass,
  isMergeFunc,
  isTypeValue,
  type MergeFunc,
  type OptionType,
  optionType,
  type TypeValue,
} from './option-type';
import { tagged } from './properties';
import { unspecified } from './types/scalar';

function textField(set: Attrs, name: string): string | undefined {
  const attr = set.entries.get(name);
  const value = attr === undefined ? null : force(attr.value);
  return isString(value) ? value.text : undefined;
}

const CLASSES: readonly string[] = ['noun', 'composite', 'conjunction', 'nonRestrictiveClause'];

function isClass(text: string | undefined): text is DescriptionClass {
  return text !== undefined && CLASSES.includes(text);
}

/** The type that a Nix value stands for; an unknown one takes anything. */
export function toOptionType(ctx: ModuleContext, lazy: Lazy): OptionType {
  const value = force(lazy);
  if (isTypeValue(value)) return value.optionType;
  if (isUnknown(value)) return unspecified;
  if (!isAttrs(value) || tagged(value)?.tag !== 'option-type') {
    throw new OptionError('declaration', 'the type of an option is no option type', originOf(lazy));
  }
  return changedType(ctx, value);
}

/** A type that Nix code made, with `mkOptionType` or by changing another with `//`. */
function changedType(_ctx: ModuleContext, value: Attrs): OptionType {
  const merge = value.entries.get('merge');
  const merges = merge === undefined ? undefined : force(merge.value);
  const base = merges !== undefined && isMergeFunc(merges) ? merges.merges : undefined;
  const check = value.entries.get('check');
  const name = textField(value, 'name') ?? base?.name ?? 'unnamed';
  const empty = value.entries.get('emptyValue');
  const emptyValue = empty === undefined ? null : force(empty.value);
  const accepts = check === undefined ? undefined : checkOf(check.value);
  const own = textField(value, 'descriptionClass');
  return optionType({
    ...base,
    name,
    description: () => textField(value, 'description') ?? name,
    descriptionClass: isClass(own) ? own : undefined,
    ...(accepts === undefined ? {} : { check: accepts }),
    refuse: base?.refuse && accepts && guarded(base.refuse, accepts),
    merge: base?.merge ?? mergeWith(merge?.value),
    emptyValue: isAttrs(emptyValue) ? emptyValue.entries.get('value')?.value : undefined,
    typeMerge: (other) => (other.name === name ? optionType({ ...(base ?? other) }) : undefined),
  });
}

/** The check of a native is called natively through its function as well, so this is all there is. */
function checkOf(fn: Lazy): OptionType['check'] {
  return (ctx, value) => {
    if (isUnknown(value)) return true;
    const verdict = apply(ctx.rt, fn, value);
    return verdict === true || isUnknown(verdict);
  };
}

function guarded(refuse: NonNullable<OptionType['refuse']>, check: OptionType['check']): OptionType['refuse'] {
  return (ctx, loc, defs) =>
    refuse(ctx, loc, defs) ?? (defs.every((one) => check(ctx, force(one.value))) ? undefined : 'Definition values:');
}

function mergeWith(fn: Lazy | undefined): OptionType['merge'] {
  if (fn === undefined) return unspecified.merge;
  return (ctx, loc, defs) => apply(ctx.rt, fn, list(loc.map((part) => str(part))), list(defs.map(defValue)));
}

function defValue(one: Def): Attrs {
  return attrs(
    new Map([
      ['file', { value: str(one.file), key: undefined }],
      ['value', { value: one.value, key: one.key }],
    ]),
  );
}

function defOf(lazy: Lazy): Def {
  const value = force(lazy);
  if (!isAttrs(value)) return def('', value);
  const inner = value.entries.get('value');
  return def(textField(value, 'file') ?? '', inner?.value ?? null, inner?.key);
}

function locOf(lazy: Lazy): readonly string[] {
  return expectList(lazy).items.map((part) => {
    const value = force(part);
    return isString(value) ? value.text : '';
  });
}

function mergeFunc(ctx: ModuleContext, type: OptionType): MergeFunc {
  const call = native('merge', 2, (_rt, loc, defs) => {
    const value = force(defs ?? null);
    return type.merge(ctx, locOf(loc ?? null), isList(value) ? value.items.map(defOf) : []);
  });
  return { ...call, merges: type };
}

function functorOf(ctx: ModuleContext, type: OptionType): Attrs {
  return attrsFrom([
    ['name', str(type.name)],
    ['payload', typeofPayload(ctx, type)],
    ['wrapped', type.nested().get('elemType') === undefined ? null : nestedOf(ctx, type, 'elemType')],
  ]);
}

function nestedOf(ctx: ModuleContext, type: OptionType, name: string): Lazy {
  const inner = type.nested().get(name);
  return inner === undefined ? null : typeValue(ctx, inner);
}

function typeofPayload(ctx: ModuleContext, type: OptionType): Lazy {
  return type.nested().size === 0
    ? null
    : attrsFrom([...type.nested()].map(([n, t]) => [n, typeValue(ctx, t)] as const));
}

/** An option type as a Nix value; its attributes are made when one is asked for. */
class TypeSet implements TypeValue {
  readonly kind = 'attrs';
  readonly open = undefined;
  readonly origin = undefined;
  private known: ReadonlyMap<string, Attr> | undefined;

  constructor(
    private readonly ctx: ModuleContext,
    readonly optionType: OptionType,
  ) {}

  get entries(): ReadonlyMap<string, Attr> {
    this.known ??= attributesOf(this.ctx, this.optionType);
    return this.known;
  }
}

export function typeValue(ctx: ModuleContext, type: OptionType): TypeValue {
  return new TypeSet(ctx, type);
}

function attributesOf(ctx: ModuleContext, type: OptionType): ReadonlyMap<string, Attr> {
  const later = (compute: () => Value): Lazy => delay(ctx.rt, compute);
  return attrsFrom([
    ['_type', str('option-type')],
    ['name', str(type.name)],
    ['description', later(() => str(type.description()))],
    ['descriptionClass', type.descriptionClass === undefined ? null : str(type.descriptionClass)],
    ['check', native('check', 1, (_rt, value) => type.check(ctx, force(value ?? null)))],
    ['merge', mergeFunc(ctx, type)],
    ['emptyValue', attrsFrom(type.emptyValue === undefined ? [] : [['value', type.emptyValue]])],
    [
      'getSubOptions',
      native('getSubOptions', 1, (_rt, at) => type.subOptions?.(ctx, locOf(at ?? null)) ?? attrsFrom([])),
    ],
    ['getSubModules', type.subModules === undefined ? null : list(type.subModules.map((each) => each.value))],
    ['substSubModules', native('substSubModules', 1, (_rt, modules) => substitute(ctx, type, modules ?? null))],
    ['typeMerge', native('typeMerge', 1, (_rt, functor) => typeMerge(ctx, type, functor ?? null))],
    ['functor', later(() => withOwner(functorOf(ctx, type), type))],
    ['deprecationMessage', type.deprecation === undefined ? null : str(type.deprecation)],
    ['nestedTypes', later(() => attrsFrom([...type.nested()].map(([n, t]) => [n, typeValue(ctx, t)] as const)))],
  ]).entries;
}

function substitute(ctx: ModuleContext, type: OptionType, modules: Lazy): Value {
  if (type.withSubModules === undefined) return null;
  const sources = expectList(modules).items.map((value) => ({ value, file: '', form: 'module' as const }));
  return typeValue(ctx, type.withSubModules(sources));
}

function withOwner(functor: Attrs, type: OptionType): TypeValue {
  return { ...functor, optionType: type };
}

function typeMerge(ctx: ModuleContext, type: OptionType, functor: Lazy): Value {
  const other = force(functor);
  const merged = isTypeValue(other) ? type.typeMerge(other.optionType) : undefined;
  return merged === undefined ? null : typeValue(ctx, merged);
}
