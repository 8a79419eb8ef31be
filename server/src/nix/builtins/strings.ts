import { fromByteText, toByteText, wholeBytes } from '../byte-text';
import { byteLength, isAscii } from '../bytes';
import { coerceToString, concatStrings } from '../coerce';
import { NixError, UnknownSignal } from '../errors';
import { expectInt, expectList, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { holeText, mergeContexts, sliceText } from '../text';
import { force } from '../thunk';
import { type Func, type Lazy, type NixString, str, type Value } from '../value';
import { primop } from './kit';
import { replaceStrings } from './replace';

const INTERPOLATION = { mode: 'interpolation' } as const;

/** The piece of a string from a byte on, `length` bytes long; a negative length means all of the rest. */
function substring(rt: Runtime, from: Lazy, count: Lazy, argument: Lazy): NixString {
  const start = expectInt(from);
  const length = expectInt(count);
  if (start < 0n) throw new NixError('eval', "negative start position in 'substring'");
  const string = coerceToString(rt, argument, INTERPOLATION);
  const first = Number(start);
  const last = length < 0n ? Number.MAX_SAFE_INTEGER : Number(start + length);
  if (string.holes !== undefined) return openSubstring(string, first, last);
  if (isAscii(string.text)) return str(string.text.slice(first, last), string.context);
  return str(fromByteText(toByteText(string.text).slice(first, last)), string.context);
}

/** Of a string with holes only what stands before the first one has known places, and the rest as a whole. */
function openSubstring(string: NixString, first: number, last: number): NixString {
  const hole = string.holes?.[0];
  if (hole === undefined) return string;
  const known = toByteText(string.text.slice(0, hole.start));
  if (last <= known.length) return str(fromByteText(known.slice(first, last)), string.context);
  if (last === Number.MAX_SAFE_INTEGER && first <= known.length) {
    return sliceText(string, fromByteText(known.slice(0, first)).length, string.text.length);
  }
  throw new UnknownSignal(hole.unknown);
}

function stringLength(rt: Runtime, argument: Lazy): bigint {
  const { text, holes } = coerceToString(rt, argument, INTERPOLATION);
  const hole = holes?.[0];
  if (hole !== undefined) throw new UnknownSignal(hole.unknown);
  return BigInt(byteLength(text));
}

function concatStringsSep(rt: Runtime, separator: Lazy, argument: Lazy): NixString {
  const between = expectText(separator);
  const { items, open } = expectList(argument);
  const parts = items.map((item) => coerceToString(rt, item, INTERPOLATION));
  if (open !== undefined) parts.push(holeText(open));
  const joined = parts.length === 0 ? str('') : concatStrings(rt, parts, between);
  return wholeBytes({ ...joined, context: mergeContexts([joined.context, between.context]) });
}

export const stringBuiltins: readonly Func[] = [
  primop('concatStringsSep', 2, concatStringsSep),
  primop('replaceStrings', 3, replaceStrings),
  primop('stringLength', 1, stringLength),
  primop('substring', 3, substring),
  primop('toString', 1, (rt, argument): Value => coerceToString(rt, force(argument), { mode: 'toString' })),
];
