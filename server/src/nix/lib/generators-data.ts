import { isDerivation, isTagged } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectBool, expectString } from '../expect';
import { toJson } from '../json';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { force } from '../thunk';
import {
  type Attrs,
  attrsOf,
  isAttrs,
  isFunction,
  isList,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
} from '../value';
import { pretty } from './generators-pretty';
import { coerceText, entriesOf, functions, interpolated, mapKnown, member, namedArgs, thrown } from './kit';
import { escapeXml, jsonText } from './nix-text';

const PLIST_HEAD = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
  '<plist version="1.0">',
  '',
].join('\n');

function lines(rt: Runtime, parts: readonly NixString[]): NixString {
  return concatStrings(rt, parts, str('\n'));
}

/** A value as an element of a property list. */
function plist(rt: Runtime, escaped: (text: string) => string, indent: string, lazy: Lazy): NixString {
  const value = force(lazy);
  const element = (tag: string, text: NixString) =>
    concatStrings(rt, [str(`${indent}<${tag}>`), text, str(`</${tag}>`)]);
  if (value === null) return str('');
  if (typeof value === 'boolean') return str(`${indent}<${value}/>`);
  if (typeof value === 'bigint') return element('integer', str(String(value)));
  if (typeof value === 'number') return element('real', coerceText(rt, value));
  if (isUnknown(value)) return concatStrings(rt, [str(indent), holeText(value)]);
  if (isString(value)) return element('string', mapKnown(value, escaped));
  if (isPath(value)) return element('string', str(escaped(value.path)));
  if (isList(value)) {
    const items = lines(
      rt,
      value.items.map((item) => plist(rt, escaped, `\t${indent}`, item)),
    );
    return lines(rt, [str(`${indent}<array>`), items, str(`${indent}</array>`)]);
  }
  if (isAttrs(value)) {
    const entries = entriesOf(value).flatMap(([name, one]) =>
      name === '_module' || force(one.value) === null
        ? []
        : [str(`\t${indent}<key>${escaped(name)}</key>`), plist(rt, escaped, `\t${indent}`, one.value)],
    );
    return lines(rt, [str(`${indent}<dict>`), lines(rt, entries), str(`${indent}</dict>`)]);
  }
  throw new NixError('abort', 'generators.toPlist: should never happen (v = a function)');
}

function dhall(rt: Runtime, lazy: Lazy): NixString {
  const value = force(lazy);
  if (isUnknown(value)) return holeText(value);
  if (isAttrs(value)) {
    const items = entriesOf(value).map(([name, one]) => concatStrings(rt, [str(`${name} = `), dhall(rt, one.value)]));
    return concatStrings(rt, [str('{ '), concatStrings(rt, items, str(', ')), str(' }')]);
  }
  if (isList(value)) {
    const items = value.items.map((item) => dhall(rt, item));
    return concatStrings(rt, [str('[ '), concatStrings(rt, items, str(', ')), str(' ]')]);
  }
  if (typeof value === 'bigint') return str(value < 0n ? String(value) : `+${value}`);
  if (typeof value === 'boolean') return str(value ? 'True' : 'False');
  if (isFunction(value)) throw new NixError('abort', 'generators.toDhall: cannot convert a function to Dhall');
  if (value === null) throw new NixError('abort', 'generators.toDhall: cannot convert a null to Dhall');
  return toJson(rt, value);
}

interface LuaStyle {
  readonly multiline: boolean;
  readonly indent: string;
}

function table(rt: Runtime, { multiline, indent }: LuaStyle, items: readonly NixString[]): NixString {
  if (items.length === 0) return str('{}');
  const intro = multiline ? `\n${indent}  ` : ' ';
  const outro = multiline ? `\n${indent}` : ' ';
  return concatStrings(rt, [str(`{${intro}`), concatStrings(rt, items, str(`,${intro}`)), str(`${outro}}`)]);
}

/** `lib.generators.toLua`: a value as an expression of Lua. */
export function lua(rt: Runtime, style: LuaStyle, lazy: Lazy): NixString {
  const value = force(lazy);
  const inner = { ...style, indent: `${style.indent}  ` };
  if (value === null) return str('nil');
  if (isUnknown(value)) return holeText(value);
  if (isPath(value) || isDerivation(value)) return toJson(rt, interpolated(rt, value));
  if (isList(value))
    return table(
      rt,
      style,
      value.items.map((item) => lua(rt, inner, item)),
    );
  if (isAttrs(value)) {
    if (isTagged(value, 'lua-inline'))
      return concatStrings(rt, [str('('), interpolated(rt, member(value, 'expr')), str(')')]);
    const items = entriesOf(value).map(([name, one]) =>
      concatStrings(rt, [str(`[${jsonText(name)}] = `), lua(rt, inner, one.value)]),
    );
    return table(rt, style, items);
  }
  if (isFunction(value)) throw new NixError('abort', 'generators.toLua: type lambda is unsupported');
  return toJson(rt, value);
}

const LUA_NAME = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** Bindings of Lua: a line for each attribute. */
export function luaBindings(rt: Runtime, style: LuaStyle, set: Attrs): NixString {
  const bad = entriesOf(set).flatMap(([name]) => (LUA_NAME.test(name) ? [] : [str(name)]));
  if (bad.length > 0)
    throw thrown(
      `Bad Lua var names: ${pretty(rt, { indent: '', multiline: true, allowPretty: false }, list(bad)).text}`,
    );
  const bindings = entriesOf(set).map(([name, one]) =>
    concatStrings(rt, [str(`${style.indent}${name} = `), lua(rt, style, one.value), str('\n')]),
  );
  return concatStrings(rt, bindings);
}

/** nixpkgs lib/generators.nix: formats of other languages. */
export const dataGenerators = functions({
  toJSON: (rt, options, value) => {
    namedArgs(options, {});
    return toJson(rt, value);
  },
  toYAML: (rt, options, value) => {
    namedArgs(options, {});
    return toJson(rt, value);
  },
  toPlist: (rt, options, value) => {
    const escapes = expectBool(rt, namedArgs(options, { escape: false }).escape);
    if (!escapes) rt.trace('evaluation warning: Using `lib.generators.toPlist` without `escape = true` is deprecated');
    const body = plist(rt, escapes ? escapeXml : (text) => text, '', value);
    return concatStrings(rt, [str(PLIST_HEAD), body, str('\n</plist>')]);
  },
  toDhall: (rt, options, value) => {
    namedArgs(options, {});
    return dhall(rt, value);
  },
  toLua: (rt, options, value) => {
    const given = namedArgs(options, { multiline: true, indent: str(''), asBindings: false });
    const style = { multiline: expectBool(rt, given.multiline), indent: expectString(given.indent) };
    return expectBool(rt, given.asBindings) ? luaBindings(rt, style, expectAttrs(value)) : lua(rt, style, value);
  },
  mkLuaInline: (_rt, expr) => attrsOf({ _type: str('lua-inline'), expr }),
});
