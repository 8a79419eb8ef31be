import { attrsFrom, isDerivation } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectBool, expectString } from '../expect';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { force } from '../thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  isAttrs,
  isFunction,
  isList,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  type NixString,
  str,
  type Value,
} from '../value';
import { pretty } from './generators-pretty';
import {
  attr,
  call,
  coerceText,
  entriesOf,
  functions,
  groupBy,
  interpolated,
  mapKnown,
  namedArgs,
  openItems,
  REQUIRED,
} from './kit';
import { backslashed } from './nix-text';

type Render = (rt: Runtime, value: Lazy) => NixString;
type RenderPair = (rt: Runtime, key: string, value: Lazy) => NixString;

/** `lib.generators.mkValueStringDefault`: a plain value as text; sets, lists and functions are refused. */
export function plainValue(rt: Runtime, lazy: Lazy): NixString {
  const value = force(lazy);
  if (isUnknown(value)) return holeText(value);
  if (typeof value === 'bigint') return str(String(value));
  if (typeof value === 'boolean' || value === null) return str(String(value));
  if (isDerivation(value)) return coerceText(rt, value);
  if (isString(value)) return value;
  if (typeof value === 'number') return coerceText(rt, value);
  const what = isList(value)
    ? 'lists'
    : isAttrs(value)
      ? 'attrsets'
      : isFunction(value)
        ? 'functions'
        : 'this value is';
  const shown = isPath(value)
    ? `"${value.path}"`
    : pretty(rt, { indent: '', multiline: true, allowPretty: false }, value).text;
  throw new NixError('abort', `generators.mkValueStringDefault: ${what} not supported: ${shown}`);
}

/** `key SEP value`, with the separator escaped in the key. */
export function defaultPair(separator: string, render: Render): RenderPair {
  return (rt, key, value) => concatStrings(rt, [str(escapedKey(separator, key)), str(separator), render(rt, value)]);
}

const escapedKey = (separator: string, key: string) =>
  separator === '' ? key : key.replaceAll(separator, () => `\\${separator}`);

/** A pair renderer that code gave: `key: value: text`. */
export function givenPair(f: Lazy): RenderPair {
  return (rt, key, value) => interpolated(rt, call(rt, f, str(key), value));
}

export interface IniStyle {
  readonly pair: RenderPair;
  readonly section: (rt: Runtime, name: string) => NixString;
  /** A list gives a line for each of its elements. */
  readonly duplicateKeys: boolean;
}

/** A line for each attribute. What an open set may hold beyond them is a hole at the end. */
export function keyValueLines(
  rt: Runtime,
  pair: RenderPair,
  duplicates: boolean,
  indent: string,
  set: Attrs,
): NixString {
  const line = (key: string, value: Lazy) => concatStrings(rt, [str(indent), pair(rt, key, value), str('\n')]);
  const lines = entriesOf(set).flatMap(([key, one]) => {
    const value = duplicates ? force(one.value) : null;
    if (value === null || !isList(value)) return [line(key, one.value)];
    const open = value.open === undefined ? [] : [line(key, value.open)];
    return [...value.items.map((item) => line(key, item)), ...open];
  });
  const rest = openItems(set);
  return concatStrings(rt, rest === undefined ? lines : [...lines, holeText(rest), str('\n')]);
}

/** Sections with their lines, a blank line between. */
export function ini(rt: Runtime, style: IniStyle, sections: Attrs): NixString {
  const parts = entriesOf(sections).map(([name, one]) =>
    concatStrings(rt, [
      str('['),
      style.section(rt, name),
      str(']\n'),
      keyValueLines(rt, style.pair, style.duplicateKeys, '', expectAttrs(one.value)),
    ]),
  );
  const rest = openItems(sections);
  return concatStrings(rt, rest === undefined ? parts : [...parts, holeText(rest)], str('\n'));
}

/** Lines before any section, then sections. */
export function iniWithGlobal(rt: Runtime, style: IniStyle, global: Attrs, sections: Attrs): NixString {
  const head = keyValueLines(rt, style.pair, style.duplicateKeys, '', global);
  const tail = ini(rt, style, sections);
  return head.text === '' ? tail : concatStrings(rt, [head, str('\n'), tail]);
}

const escapedSection = (_rt: Runtime, name: string) => str(backslashed(['[', ']'], name));

const INI_ARGS = { mkSectionName: null, mkKeyValue: null, listsAsDuplicateKeys: false } as const;

/** The style that the arguments of `toINI` ask for. */
export function iniStyle(rt: Runtime, options: Lazy): IniStyle {
  const given = namedArgs(options, INI_ARGS);
  const section = force(given.mkSectionName);
  const pair = force(given.mkKeyValue);
  return {
    pair: pair === null ? defaultPair('=', plainValue) : givenPair(pair),
    section: section === null ? escapedSection : (run, name) => interpolated(run, call(run, section, str(name))),
    duplicateKeys: expectBool(rt, given.listsAsDuplicateKeys),
  };
}

const gitEscape = (text: string) =>
  text.replace(/[\n\t"\\]/g, (c) => (c === '\n' ? '\\n' : c === '\t' ? '\\t' : `\\${c}`));

function gitValue(rt: Runtime, lazy: Lazy): NixString {
  const value = force(lazy);
  return isString(value) ? concatStrings(rt, [str('"'), mapKnown(value, gitEscape), str('"')]) : plainValue(rt, value);
}

function gitSection(_rt: Runtime, name: string): NixString {
  const [head = '', ...rest] = name.split('.');
  return str(name.includes('"') || rest.length === 0 ? name : `${head} "${rest.join('.')}"`);
}

const gitLine = defaultPair(' = ', gitValue);

function gitPair(rt: Runtime, key: string, lazy: Lazy): NixString {
  const value = force(lazy);
  const values = isList(value) ? value.items : [value];
  return concatStrings(
    rt,
    values.map((one) => concatStrings(rt, [str('\t'), gitLine(rt, key, one)])),
    str('\n'),
  );
}

const isPlainSet = (value: Value): value is Attrs => isAttrs(value) && !isDerivation(value);

/** Values below a section with their path: nested sets become sections `a.b`. */
function gitLeaves(
  path: readonly string[],
  value: Lazy,
): { readonly section: string; readonly key: string; readonly value: Lazy }[] {
  const forced = force(value);
  if (isPlainSet(forced)) return entriesOf(forced).flatMap(([name, one]) => gitLeaves([...path, name], one.value));
  return [{ section: path.slice(0, -1).join('.'), key: path.at(-1) ?? '', value }];
}

/** `lib.generators.toGitINI`: sets below sections become subsections. */
export function gitIni(rt: Runtime, config: Attrs): NixString {
  const sections = new Map<string, Attr>();
  const nested: ReturnType<typeof gitLeaves> = [];
  for (const [name, one] of entriesOf(config)) {
    const value = force(one.value);
    if (isAttrs(value) && entriesOf(value).some(([, inner]) => isPlainSet(force(inner.value))))
      nested.push(...gitLeaves([name], value));
    else sections.set(name, one);
  }
  for (const [section, leaves] of groupBy(nested, (leaf) => leaf.section))
    sections.set(section, attr(attrsFrom(leaves.map((leaf) => [leaf.key, leaf.value]))));
  return ini(rt, { pair: gitPair, section: gitSection, duplicateKeys: false }, attrs(sections, config.open));
}

/** nixpkgs lib/generators.nix: key-value files. */
export const iniGenerators = functions({
  mkValueStringDefault: (rt, options, value) => {
    namedArgs(options, {});
    return plainValue(rt, value);
  },
  mkKeyValueDefault: (rt, options, separator, key, value) => {
    const render = force(namedArgs(options, { mkValueString: null }).mkValueString);
    const given: Render = (run, one) => interpolated(run, call(run, render, one));
    return defaultPair(expectString(separator), render === null ? plainValue : given)(rt, expectString(key), value);
  },
  toKeyValue: (rt, options, set) => {
    const given = namedArgs(options, { mkKeyValue: null, listsAsDuplicateKeys: false, indent: str('') });
    const pair = force(given.mkKeyValue);
    return keyValueLines(
      rt,
      pair === null ? defaultPair('=', plainValue) : givenPair(pair),
      expectBool(rt, given.listsAsDuplicateKeys),
      expectString(given.indent),
      expectAttrs(set),
    );
  },
  toINI: (rt, options, sections) => ini(rt, iniStyle(rt, options), expectAttrs(sections)),
  toINIWithGlobalSection: (rt, options, content) => {
    const { globalSection, sections } = namedArgs(content, { globalSection: REQUIRED, sections: attrsFrom([]) });
    return iniWithGlobal(rt, iniStyle(rt, options), expectAttrs(globalSection), expectAttrs(sections));
  },
  toGitINI: (rt, config) => gitIni(rt, expectAttrs(config)),
});
