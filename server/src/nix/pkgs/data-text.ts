import { toJson } from '../json';
import { entriesOf, interpolated, mapKnown } from '../lib/kit';
import { jsonText } from '../lib/nix-text';
import { type Runtime, step } from '../runtime';
import { concatStrings, holeText } from '../text';
import { force } from '../thunk';
import { isAttrs, isList, isPath, isString, isUnknown, type Lazy, type NixString, str, unknown } from '../value';

/** A value as data of JSON: what `builtins.toJSON` sees, strings with their unknown pieces. */
export type Data =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'unknown'; readonly text: NixString }
  | { readonly kind: 'null' }
  | { readonly kind: 'string'; readonly text: NixString }
  | { readonly kind: 'list'; readonly items: readonly Data[] }
  | { readonly kind: 'table'; readonly entries: readonly (readonly [string, Data])[] };

/** Reads a value as data; functions and other values that have no JSON are refused as `toJSON` refuses them. */
export function dataOf(rt: Runtime, lazy: Lazy): Data {
  step(rt);
  const value = force(lazy);
  if (value === null) return { kind: 'null' };
  if (isUnknown(value)) return { kind: 'unknown', text: holeText(value) };
  if (typeof value === 'boolean' || typeof value === 'bigint') return { kind: 'plain', text: String(value) };
  if (isString(value)) return { kind: 'string', text: value };
  if (isList(value)) {
    const items = value.items.map((item) => dataOf(rt, item));
    return { kind: 'list', items: value.open === undefined ? items : [...items, dataOf(rt, value.open)] };
  }
  if (isAttrs(value) && !value.entries.has('__toString') && !value.entries.has('outPath')) {
    if (value.entries.size === 0 && value.open !== undefined) return dataOf(rt, unknown(value.open.why));
    return { kind: 'table', entries: entriesOf(value).map(([name, one]) => [name, dataOf(rt, one.value)]) };
  }
  if (isAttrs(value) || isPath(value)) return { kind: 'string', text: interpolated(rt, value) };
  return { kind: 'plain', text: toJson(rt, value).text };
}

const STEP = '  ';

const jsonPiece = (text: string) => jsonText(text).slice(1, -1).replaceAll('\u007f', '\\u007f');

/** A string between double quotes, escaped as JSON. */
export function quotedText(rt: Runtime, text: NixString): NixString {
  return concatStrings(rt, [str('"'), mapKnown(text, jsonPiece), str('"')]);
}

/** Data as `jq .` prints it. */
export function prettyJson(rt: Runtime, data: Data, indent = ''): NixString {
  const inner = indent + STEP;
  const block = (open: string, items: readonly NixString[], close: string) =>
    items.length === 0
      ? str(open + close)
      : concatStrings(rt, [
          str(`${open}\n${inner}`),
          concatStrings(rt, items, str(`,\n${inner}`)),
          str(`\n${indent}${close}`),
        ]);
  switch (data.kind) {
    case 'null':
      return str('null');
    case 'plain':
      return str(data.text);
    case 'unknown':
      return data.text;
    case 'string':
      return quotedText(rt, data.text);
    case 'list':
      return block(
        '[',
        data.items.map((item) => prettyJson(rt, item, inner)),
        ']',
      );
    case 'table':
      return block(
        '{',
        data.entries.map(([name, value]) =>
          concatStrings(rt, [quotedText(rt, str(name)), str(': '), prettyJson(rt, value, inner)]),
        ),
        '}',
      );
  }
}
