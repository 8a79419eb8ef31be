import { applyOne } from './apply';
import { certainAttr } from './attrs';
import { describeValue, kindWithArticle } from './describe';
import { NixError } from './errors';
import { formatFixed } from './number';
import { enter, type Runtime } from './runtime';
import { copyToStore } from './store-copy';
import { concatStrings, holeText } from './text';
import { force } from './thunk';
import { type Attrs, isList, isString, type Lazy, type List, type NixString, str, unknown, type Value } from './value';

export { concatStrings } from './text';

/**
 * - `interpolation`: `"${x}"` and builtins that take a string: strings, paths (copied to the store), `__toString`, `outPath`;
 * - `plain`: the same, paths stay as they are;
 * - `toString`: numbers, booleans, null and lists as well, paths stay;
 * - `environment`: as `toString`, paths are copied to the store: attributes of a derivation.
 */
export interface Coercion {
  readonly mode: 'interpolation' | 'plain' | 'toString' | 'environment';
}

const EMPTY = str('');
const ONE = str('1');
const BLANK = str(' ');

/** Coerces to a string with Nix's rules; contexts are kept, an unknown becomes a hole. */
export function coerceToString(rt: Runtime, lazy: Lazy, coercion: Coercion): NixString {
  const value = force(lazy);
  return isString(value) ? value : coerceValue(rt, value, coercion);
}

function coerceValue(rt: Runtime, value: Value, coercion: Coercion): NixString {
  const { mode } = coercion;
  if (value !== null && typeof value === 'object') {
    switch (value.kind) {
      case 'string':
        return value;
      case 'unknown':
        return holeText(value);
      case 'path':
        return mode === 'interpolation' || mode === 'environment' ? copyToStore(rt, value.path) : str(value.path);
      case 'attrs':
        return coerceAttrs(rt, value, coercion);
    }
  }
  if (mode === 'toString' || mode === 'environment') {
    if (value === null || value === false) return EMPTY;
    if (value === true) return ONE;
    if (typeof value === 'bigint') return str(String(value));
    if (typeof value === 'number') return str(formatFixed(value));
    if (isList(value)) return coerceList(rt, value, coercion);
  }
  throw new NixError('type', `cannot coerce ${kindWithArticle(value)} to a string: ${describeValue(value)}`);
}

function coerceAttrs(rt: Runtime, set: Attrs, coercion: Coercion): NixString {
  const depth = rt.depth;
  enter(rt);
  const converter = set.entries.get('__toString')?.value;
  const result =
    converter === undefined
      ? coerceOutPath(rt, set, coercion)
      : coerceToString(rt, applyOne(rt, force(converter), set, undefined), coercion);
  rt.depth = depth;
  return result;
}

function coerceOutPath(rt: Runtime, set: Attrs, coercion: Coercion): NixString {
  const outPath = certainAttr(set, 'outPath');
  if (outPath !== undefined) return coerceToString(rt, outPath, coercion);
  if (set.open !== undefined) return holeText(unknown(set.open.why));
  throw new NixError('type', `cannot coerce a set to a string: ${describeValue(set)}`);
}

/** Elements joined by blanks; after an empty list inside there is none, as in Nix. */
function coerceList(rt: Runtime, { items, open }: List, coercion: Coercion): NixString {
  const depth = rt.depth;
  enter(rt);
  const parts: NixString[] = [];
  items.forEach((item, i) => {
    parts.push(coerceToString(rt, item, coercion));
    const value = force(item);
    const last = i === items.length - 1 && open === undefined;
    if (!last && !(isList(value) && value.items.length === 0)) parts.push(BLANK);
  });
  if (open !== undefined) parts.push(holeText(open));
  rt.depth = depth;
  return parts.length === 0 ? EMPTY : concatStrings(rt, parts);
}
