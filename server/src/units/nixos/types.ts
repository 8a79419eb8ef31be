import type { ModuleContext } from '../../modules/context';
import { withValue } from '../../modules/definition';
import { mergeEqual, mergeLists } from '../../modules/merging';
import { type OptionType, optionType } from '../../modules/option-type';
import { tagged } from '../../modules/properties';
import { shortValue, showOption } from '../../modules/show';
import { attrsOf } from '../../modules/types/attrs';
import { either, nullOr, oneOf } from '../../modules/types/either';
import { listOf } from '../../modules/types/list';
import { ints } from '../../modules/types/number';
import { path } from '../../modules/types/path';
import * as scalar from '../../modules/types/scalar';
import { commas, lines, singleLineStr, strMatching } from '../../modules/types/string';
import { selectUnknown } from '../../nix/attrs';
import { equals } from '../../nix/equal';
import { force, originOf } from '../../nix/thunk';
import { attrs, isAttrs, isList, type Lazy, list, str as text, unknown, type Value } from '../../nix/value';
import { unitNamePattern } from './facts';

/** A list among the definitions concatenates them all; else they must be equal. */
const unitOption: OptionType = optionType({
  name: 'systemd option',
  merge: (ctx, loc, defs) => {
    if (!defs.some((one) => isList(force(one.value)))) return mergeEqual(ctx, loc, defs);
    return mergeLists(defs.map((one) => (isList(force(one.value)) ? one : withValue(one, list([one.value])))));
  },
});

/** NixOS writes the backslash of the class twice; the class is the same. */
const pattern = unitNamePattern.replace('\\-', '\\\\-');
const UNIT_NAME = new RegExp(`^${pattern}$`);

const unitName: OptionType = strMatching(pattern, (name) => UNIT_NAME.test(name));

const environmentValue = nullOr(oneOf(scalar.str, path, scalar.packageType));

const TYPES: Readonly<Record<string, OptionType>> = {
  bool: scalar.bool,
  int: scalar.int,
  str: scalar.str,
  lines,
  package: scalar.packageType,
  attrs: scalar.plainAttrs,
  'single-line str': singleLineStr,
  'comma-joined str': commas,
  'list of unit names': listOf(unitName),
  'list of str': listOf(scalar.str),
  'list of package': listOf(scalar.packageType),
  'list of anything': listOf(scalar.unspecified),
  'list of unit option': listOf(unitOption),
  'list of (package|str)': listOf(oneOf(scalar.packageType, scalar.str)),
  'list of (str|package)': listOf(oneOf(scalar.str, scalar.packageType)),
  'list of (str|port)': listOf(either(scalar.str, ints.u16)),
  'null or path': nullOr(path),
  'null or str': nullOr(scalar.str),
  'unit option': unitOption,
  'attrs of (str|int|bool)': attrsOf(oneOf(scalar.str, scalar.int, scalar.bool)),
  'attrs of str': attrsOf(scalar.str),
  'attrs of path': attrsOf(path),
  'attrs of unit option': attrsOf(unitOption),
  'freeform attrs of unit option': attrsOf(unitOption),
  'attrs of (null|str|path|package)': attrsOf(environmentValue),
  'path or list of paths': either(path, listOf(path)),
  'str or list of str': either(scalar.str, listOf(scalar.str)),
};

/** The type that a fact names; undefined for types that are made elsewhere. */
export function namedType(name: string): OptionType | undefined {
  const known = TYPES[name];
  if (known !== undefined) return known;
  const words = /^enum (.+)$/.exec(name)?.[1];
  return words === undefined ? undefined : scalar.enumeration(words.split('|').map((word) => text(word)));
}

type Words = Readonly<Record<string, readonly string[]>>;

interface Refused {
  readonly name: string;
  readonly value: Lazy;
  readonly words: readonly string[];
}

/** The first directive whose value is not among the accepted words. */
function refused(ctx: ModuleContext, value: Value, check: Words): Refused | undefined {
  if (!isAttrs(value)) return undefined;
  for (const [name, words] of Object.entries(check)) {
    const attr = value.entries.get(name);
    if (attr === undefined) continue;
    const given = contentOf(attr.value);
    if (words.every((word) => equals(ctx.rt, text(word), given) === false)) return { name, value: given, words };
  }
  return undefined;
}

/** What stands inside of `mkForce` or `mkIf`: only the outermost property is looked through, as NixOS does. */
function contentOf(lazy: Lazy): Lazy {
  const property = tagged(force(lazy));
  if (property === undefined || !['override', 'if'].includes(property.tag)) return lazy;
  return property.set.entries.get('content')?.value ?? lazy;
}

/** A set of directives, some of which are checked against fixed words. */
export function checkedSection(check: Words): OptionType {
  const base = attrsOf(unitOption);
  const type = scalar.checked(base, (ctx, value) => refused(ctx, value, check) === undefined);
  return {
    ...type,
    explain: (ctx, value) => {
      const found = refused(ctx, value, check);
      if (found === undefined) return undefined;
      const shown = `${found.name} = ${shortValue(found.value)}`;
      return { origin: originOf(found.value), text: `${shown} is none of ${found.words.join(', ')}.` };
    },
  };
}

/** Units by name: those that other modules define can be asked for, and are unknown. */
export function openAttrsOf(element: OptionType): OptionType {
  const base = attrsOf(element);
  const rewrap = (inner: OptionType | undefined): OptionType | undefined => {
    const named = inner?.nested().get('elemType');
    return named && openAttrsOf(named);
  };
  return optionType({
    ...base,
    merge: (ctx, loc, defs) => {
      const merged = base.merge(ctx, loc, defs);
      if (!isAttrs(merged) || merged.open !== undefined) return merged;
      const why = unknown(`config.${showOption(loc)}`);
      return attrs(merged.entries, { why: why.why, get: (name) => selectUnknown(why, name) });
    },
    withSubModules: (modules) => rewrap(base.withSubModules(modules)) ?? base,
    typeMerge: (other) => rewrap(base.typeMerge(other)),
  });
}
