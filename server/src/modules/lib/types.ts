import { attrsFrom, isTagged } from '../../nix/attrs';
import { expectAttrs, expectInt, expectItems, expectNumber, expectString } from '../../nix/expect';
import { functions, type Members } from '../../nix/lib/kit';
import { force } from '../../nix/thunk';
import { type Attrs, attrs, isList, isString, type Lazy, str, type Value } from '../../nix/value';
import type { ModuleContext } from '../context';
import { OptionError } from '../errors';
import type { ModuleSource, OptionType } from '../option-type';
import { delayedType, lazyTypeValue, typeValue } from '../type-value';
import { attrTag } from '../types/attr-tag';
import { attrsOf, attrsWith, lazyAttrsOf } from '../types/attrs';
import { coercedTo, either, nullOr, oneOf } from '../types/either';
import { jsonValue } from '../types/json';
import { listOf, nonEmptyListOf } from '../types/list';
import { anything, deferredModule, functionTo, optionTypeType, unique } from '../types/misc';
import { intBetween, ints, numberBetween, numbers } from '../types/number';
import { externalPath, path, pathInStore, pathWith } from '../types/path';
import * as scalar from '../types/scalar';
import { commas, envVar, lines, nonEmptyStr, passwdEntry, singleLineStr, strMatching } from '../types/string';
import { submodule, submoduleWith } from '../types/submodule';

const SIMPLE: Readonly<Record<string, OptionType>> = {
  raw: scalar.raw,
  anything,
  unspecified: scalar.unspecified,
  bool: scalar.bool,
  boolByOr: scalar.boolByOr,
  int: scalar.int,
  float: scalar.float,
  number: scalar.number,
  port: ints.u16,
  str: scalar.str,
  string: scalar.str,
  nonEmptyStr,
  singleLineStr,
  lines,
  commas,
  envVar,
  attrs: scalar.plainAttrs,
  package: scalar.packageType,
  shellPackage: scalar.shellPackage,
  pkgs: scalar.pkgs,
  path,
  pathInStore,
  externalPath,
  luaInline: scalar.luaInline,
  optionType: optionTypeType,
  optionDeclaration: scalar.optionDeclaration,
  deferredModule: deferredModule([]),
  json: jsonValue('JSON', true),
  toml: jsonValue('TOML', false),
};

function at(set: Attrs, name: string): Lazy | undefined {
  return set.entries.get(name)?.value;
}

function flag(set: Attrs, name: string): boolean | undefined {
  const lazy = at(set, name);
  const value = lazy === undefined ? undefined : force(lazy);
  return typeof value === 'boolean' ? value : undefined;
}

function text(set: Attrs, name: string): string | undefined {
  const lazy = at(set, name);
  const value = lazy === undefined ? null : force(lazy);
  return isString(value) ? value.text : undefined;
}

function sources(lazy: Lazy): readonly ModuleSource[] {
  const value = force(lazy);
  const items = isList(value) ? value.items : [lazy];
  return items.map((item) => ({ value: item, file: '', form: 'module' }));
}

/** The constructors that take types or other arguments. */
function constructors(ctx: ModuleContext, matcher: Matcher): Members {
  const type = (lazy: Lazy): OptionType => delayedType(ctx, lazy);
  const give = (make: () => OptionType): Value => lazyTypeValue(ctx, make);
  return functions({
    listOf: (_rt, element) => give(() => listOf(type(element))),
    nonEmptyListOf: (_rt, element) => give(() => nonEmptyListOf(type(element))),
    attrsOf: (_rt, element) => give(() => attrsOf(type(element))),
    lazyAttrsOf: (_rt, element) => give(() => lazyAttrsOf(type(element))),
    loaOf: (_rt, element) => give(() => attrsOf(type(element))),
    attrsWith: (_rt, args) => {
      const set = expectAttrs(args);
      const rules = { lazy: flag(set, 'lazy') ?? false, placeholder: text(set, 'placeholder') ?? 'name' };
      return give(() => attrsWith(type(at(set, 'elemType') ?? null), rules));
    },
    attrTag: (_rt, tags) => give(() => attrTag(expectAttrs(tags))),
    nullOr: (_rt, inner) => give(() => nullOr(type(inner))),
    uniq: (_rt, inner) => give(() => unique(type(inner), '')),
    unique: (_rt, args, inner) => give(() => unique(type(inner), text(expectAttrs(args), 'message') ?? '')),
    functionTo: (_rt, result) => give(() => functionTo(type(result))),
    either: (_rt, left, right) => give(() => either(type(left), type(right))),
    oneOf: (_rt, types) => {
      const [first, ...others] = expectItems(types).map(type);
      if (first === undefined)
        throw new OptionError('declaration', 'types.oneOf needs to get at least one type in its argument');
      return give(() => oneOf(first, ...others));
    },
    coercedTo: (_rt, from, coerce, to) => give(() => coercedTo(type(from), coerce, type(to))),
    addCheck: (_rt, base, check) => give(() => scalar.addCheck(type(base), check)),
    enum: (_rt, values) => give(() => scalar.enumeration(expectItems(values))),
    separatedString: (_rt, separator) => give(() => scalar.separatedString(expectString(separator))),
    strMatching: (_rt, pattern) => give(() => strMatching(expectString(pattern), matcher(expectString(pattern)))),
    passwdEntry: (_rt, entry) => give(() => passwdEntry(type(entry))),
    pathWith: (_rt, args) => {
      const set = expectAttrs(args);
      return give(() => pathWith({ inStore: flag(set, 'inStore'), absolute: flag(set, 'absolute') }));
    },
    submodule: (_rt, modules) => give(() => submodule(sources(modules))),
    submoduleWith: (_rt, args) => {
      const set = expectAttrs(args);
      const special = at(set, 'specialArgs');
      return give(() =>
        submoduleWith({
          modules: sources(at(set, 'modules') ?? null),
          specialArgs: special === undefined ? attrs(new Map()) : expectAttrs(special),
          shorthandOnlyDefinesConfig: set.entries.has('shorthandOnlyDefinesConfig')
            ? flag(set, 'shorthandOnlyDefinesConfig')
            : false,
          description: text(set, 'description'),
          class: text(set, 'class'),
        }),
      );
    },
    deferredModuleWith: (_rt, args) =>
      give(() => deferredModule(sources(at(expectAttrs(args), 'staticModules') ?? null))),
    serializableValueWith: (_rt, args) => {
      const set = expectAttrs(args);
      return give(() => jsonValue(text(set, 'typeName') ?? '', flag(set, 'nullable') ?? true));
    },
    mkOptionType: (_rt, args) => mkOptionType(ctx, expectAttrs(args)),
    isType: (_rt, tag, value) => isTagged(force(value), expectString(tag)),
    setType: (_rt, tag, value) => tagWith(expectString(tag), expectAttrs(value)),
    isOptionType: (_rt, value) => isTagged(force(value), 'option-type'),
    mergeTypes: (_rt, left, right) => {
      const merged = type(left).typeMerge(type(right));
      if (merged !== undefined) return give(() => merged);
      return tagWith('merge-error', attrsFrom([['error', str('Cannot merge types')]]));
    },
    optionDescriptionPhrase: (_rt, _unparenthesize, inner) => str(type(inner).description()),
  });
}

function tagWith(tag: string, set: Attrs): Attrs {
  return attrs(new Map([...set.entries, ['_type', { value: str(tag), key: undefined }]]), set.open, set.origin);
}

/** A type by its parts; what is left out is that of a type which takes anything. */
function mkOptionType(ctx: ModuleContext, given: Attrs): Value {
  const defaults = typeValue(ctx, scalar.unspecified);
  const name = given.entries.get('name');
  const entries = new Map([
    ...defaults.entries,
    ...(name === undefined ? [] : [['description', name] as const]),
    ...given.entries,
  ]);
  if (!given.entries.has('descriptionClass')) entries.set('descriptionClass', { value: null, key: undefined });
  return attrs(entries);
}

/** Compiles a pattern of `builtins.match` to a test of whole strings. */
export type Matcher = (pattern: string) => (text: string) => boolean;

/** `lib.types`. */
export function typeFunctions(ctx: ModuleContext, matcher: Matcher): Members {
  const value = (made: OptionType): Value => typeValue(ctx, made);
  const simple = Object.entries(SIMPLE).map(([name, type]) => [name, value(type)] as const);
  return {
    ...Object.fromEntries(simple),
    ints: attrsFrom([
      ...Object.entries(ints).map(([name, type]) => [name, value(type)] as const),
      ...Object.entries(functions({ between: (_rt, low, high) => value(intBetween(expectInt(low), expectInt(high))) })),
    ]),
    numbers: attrsFrom([
      ...Object.entries(numbers).map(([name, type]) => [name, value(type)] as const),
      ...Object.entries(
        functions({ between: (_rt, low, high) => value(numberBetween(expectNumber(low), expectNumber(high))) }),
      ),
    ]),
    ...constructors(ctx, matcher),
  };
}
