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
import { memo } from './memo';
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

/** The type that a Nix value stands for, found out when it is used. */
export function delayedType(ctx: ModuleContext, lazy: Lazy): OptionType {
  const inner = memo(ctx.rt, () => toOptionType(ctx, lazy));
  return {
    get name() {
      return inner().name;
    },
    get descriptionClass() {
      return inner().descriptionClass;
    },
    get refuse() {
      return inner().refuse;
    },
    get explain() {
      return inner().explain;
    },
    get unchecked() {
      return inner().unchecked;
    },
    get submodule() {
      return inner().submodule;
    },
    get payload() {
      return inner().payload;
    },
    get deprecation() {
      return inner().deprecation;
    },
    description: () => inner().description(),
    check: (at, value) => inner().check(at, value),
    merge: (at, loc, defs) => inner().merge(at, loc, defs),
    emptyValue: () => inner().emptyValue(),
    subModules: () => inner().subModules(),
    withSubModules: (modules) => inner().withSubModules(modules),
    subOptions: (at, prefix) => inner().subOptions(at, prefix),
    nested: () => inner().nested(),
    typeMerge: (other) => inner().typeMerge(other),
  };
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
    emptyValue: () => emptyOf(value),
    typeMerge: (other) => (other.name === name ? optionType({ ...(base ?? other) }) : undefined),
  });
}

function emptyOf(type: Attrs): Lazy | undefined {
  const empty = type.entries.get('emptyValue');
  const value = empty === undefined ? null : force(empty.value);
  return isAttrs(value) ? value.entries.get('value')?.value : undefined;
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

/** An option type as a Nix value; what it is made of is looked at when it is used, for types may be recursive. */
class TypeSet implements TypeValue {
  readonly kind = 'attrs';
  readonly open = undefined;
  readonly origin = undefined;
  private attributes: (() => ReadonlyMap<string, Attr>) | undefined;

  constructor(
    private readonly ctx: ModuleContext,
    private readonly type: () => OptionType,
  ) {}

  get optionType(): OptionType {
    return this.type();
  }

  get entries(): ReadonlyMap<string, Attr> {
    this.attributes ??= memo(this.ctx.rt, () => attributesOf(this.ctx, this.type));
    return this.attributes();
  }
}

export function typeValue(ctx: ModuleContext, type: OptionType): TypeValue {
  return new TypeSet(ctx, () => type);
}

/** A type that is made when it is used. */
export function lazyTypeValue(ctx: ModuleContext, make: () => OptionType): TypeValue {
  return new TypeSet(ctx, memo(ctx.rt, make));
}

/** The attributes of a type: how each is computed from it. */
const ATTRIBUTES: Readonly<Record<string, (ctx: ModuleContext, type: OptionType) => Value>> = {
  name: (_ctx, type) => str(type.name),
  description: (_ctx, type) => str(type.description()),
  descriptionClass: (_ctx, type) => (type.descriptionClass === undefined ? null : str(type.descriptionClass)),
  check: (ctx, type) => native('check', 1, (_rt, value) => type.check(ctx, force(value ?? null))),
  merge: mergeFunc,
  emptyValue: (_ctx, type) => {
    const empty = type.emptyValue();
    return attrsFrom(empty === undefined ? [] : [['value', empty]]);
  },
  getSubOptions: (ctx, type) => native('getSubOptions', 1, (_rt, at) => type.subOptions(ctx, locOf(at ?? null))),
  getSubModules: (_ctx, type) => {
    const modules = type.subModules();
    return modules === undefined ? null : list(modules.map((each) => each.value));
  },
  substSubModules: (ctx, type) =>
    native('substSubModules', 1, (_rt, modules) => substitute(ctx, type, modules ?? null)),
  typeMerge: (ctx, type) => native('typeMerge', 1, (_rt, functor) => typeMerge(ctx, type, functor ?? null)),
  functor: (ctx, type) => withOwner(functorOf(ctx, type), type),
  deprecationMessage: (_ctx, type) => (type.deprecation === undefined ? null : str(type.deprecation)),
  nestedTypes: (ctx, type) => attrsFrom([...type.nested()].map(([n, t]) => [n, typeValue(ctx, t)] as const)),
};

function attributesOf(ctx: ModuleContext, type: () => OptionType): ReadonlyMap<string, Attr> {
  const computed = Object.entries(ATTRIBUTES).map(
    ([name, compute]) => [name, delay(ctx.rt, () => compute(ctx, type()))] as const,
  );
  return attrsFrom([['_type', str('option-type')], ...computed]).entries;
}

function substitute(ctx: ModuleContext, type: OptionType, modules: Lazy): Value {
  if (type.subModules() === undefined) return null;
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
