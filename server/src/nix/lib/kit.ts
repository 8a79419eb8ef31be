import { bytesText, textBytes } from '../../store/bytes';
import { apply } from '../apply';
import { getAttr } from '../attrs';
import { wholeBytes } from '../byte-text';
import { isAscii } from '../bytes';
import { coerceToString } from '../coerce';
import { lessThan } from '../compare';
import { equals as equalValues } from '../equal';
import { NixError, UnknownSignal } from '../errors';
import { expectAttrs, expectBool, expectItems, expectString, knownText } from '../expect';
import { native } from '../native';
import { attrNames } from '../order';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { delay, type Thunk } from '../thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  type Func,
  type Hole,
  isUnknown,
  kindOf,
  type Lazy,
  type List,
  type NixString,
  str,
  type Unknown,
  unknown,
  type Value,
} from '../value';

/** What a part of lib holds: functions, constants, nested sets. */
export type Members = Readonly<Record<string, Lazy>>;

type Body = (rt: Runtime, ...args: Lazy[]) => Value;

/** Functions of lib from TypeScript's; each takes as many arguments as its own parameter list after the runtime. */
export function functions(table: Readonly<Record<string, Body>>): Readonly<Record<string, Func>> {
  return Object.fromEntries(Object.entries(table).map(([name, body]) => [name, native(name, body.length - 1, body)]));
}

export function attr(value: Lazy, key?: Attr['key']): Attr {
  return { value, key };
}

export function thrown(message: string): NixError {
  return new NixError('throw', message);
}

export const call = apply;

/** Calls when the result is asked for. */
export function later(rt: Runtime, f: Lazy, ...args: readonly Lazy[]): Thunk {
  return delay(rt, () => apply(rt, f, ...args));
}

/** Calls a predicate; an unknown answer is assumed. */
export function trueFor(rt: Runtime, pred: Lazy, ...args: readonly Lazy[]): boolean {
  return expectBool(rt, apply(rt, pred, ...args));
}

/** Equality where a decision is needed; an unknown answer is assumed. */
export function equals(rt: Runtime, a: Lazy, b: Lazy): boolean {
  return expectBool(rt, equalValues(rt, a, b));
}

/** Equality for looking things up: what is not known is equal to nothing. */
export function surelyEqual(rt: Runtime, a: Lazy, b: Lazy): boolean {
  return equalValues(rt, a, b) === true;
}

/** The order of two values that Nix can compare; what is not known has none. */
export function orderOf(rt: Runtime, a: Lazy, b: Lazy): number {
  if (lessThan(rt, a, b) === true) return -1;
  return lessThan(rt, b, a) === true ? 1 : 0;
}

export const lookup = getAttr;

/** The attributes that a set holds, in Nix's order. */
export function entriesOf(set: Attrs): readonly (readonly [string, Attr])[] {
  return attrNames(set).map((name) => [name, set.entries.get(name) as Attr]);
}

/** What stands for the further elements of a list made from an open set. */
export function openItems({ open }: Attrs): Unknown | undefined {
  return open && unknown(open.why);
}

/** The elements of a list of known strings. */
export function texts(lazy: Lazy): string[] {
  return expectItems(lazy).map((item) => expectString(item));
}

/** The length of a list to make. */
export function count(length: bigint): number {
  if (length < 0n) throw new NixError('eval', `cannot create list of size ${length}`);
  return Number(length);
}

/** As `toString` coerces. */
export function coerceText(rt: Runtime, lazy: Lazy): NixString {
  return coerceToString(rt, lazy, { mode: 'toString' });
}

/** As `"${x}"` coerces. */
export function interpolated(rt: Runtime, lazy: Lazy): NixString {
  return coerceToString(rt, lazy, { mode: 'interpolation' });
}

/** `concatStringsSep`; what an open list may hold beyond its elements is a hole at the end. */
export function join(rt: Runtime, separator: NixString, { items, open }: List): NixString {
  const parts = items.map((item) => interpolated(rt, item));
  return wholeBytes(concatStrings(rt, open === undefined ? parts : [...parts, holeText(open)], separator));
}

/** A string of pieces: known text as it is changed by `f`, unknown pieces as they were. For changes of single characters. */
export function mapKnown(s: NixString, f: (text: string) => string): NixString {
  if (s.holes === undefined) return str(f(s.text), s.context);
  let text = '';
  let at = 0;
  const holes: Hole[] = [];
  for (const hole of s.holes) {
    text += f(s.text.slice(at, hole.start));
    holes.push({ start: text.length, end: text.length + hole.end - hole.start, unknown: hole.unknown });
    text += s.text.slice(hole.start, hole.end);
    at = hole.end;
  }
  return str(text + f(s.text.slice(at)), s.context, holes);
}

/** The single-byte strings that a text consists of. */
export function charsOf(text: string): string[] {
  return isAscii(text) ? text.split('') : Array.from(textBytes(text), (byte) => bytesText(Uint8Array.of(byte)));
}

/** `builtins.typeOf` of a value. */
export function kindName(value: Value): string {
  if (isUnknown(value)) throw new UnknownSignal(value);
  const kind = kindOf(value);
  return kind === 'attrs' ? 'set' : kind === 'function' ? 'lambda' : kind;
}

/** `listToAttrs`: the first of several attributes of one name stays. */
export function pairsToAttrs(pairs: List): Attrs {
  const entries = new Map<string, Attr>();
  for (const item of pairs.items) {
    const pair = expectAttrs(item);
    const name = expectString(member(pair, 'name'));
    if (!entries.has(name)) entries.set(name, attr(member(pair, 'value'), pair.entries.get('name')?.key));
  }
  const { open } = pairs;
  return attrs(entries, open && { why: open.why, get: (name) => unknown(`${open.why}.${name}`) });
}

/** The attribute, or Nix's error for a missing one. */
export function member(set: Attrs, name: string): Lazy {
  const found = getAttr(set, name);
  if (found === undefined) throw new NixError('missing', `attribute '${name}' missing`);
  return found;
}

/** Marks a named argument that must be given. */
export const REQUIRED: unique symbol = Symbol('required');

/**
 * The named arguments of a function that takes a set: those given, else the defaults. Refuses others unless `ellipsis`, as a
 * function of Nix does.
 */
export function namedArgs<const T extends Readonly<Record<string, Lazy | typeof REQUIRED>>>(
  lazy: Lazy,
  defaults: T,
  ellipsis = false,
): { readonly [K in keyof T]: Lazy } {
  const set = expectAttrs(lazy);
  for (const name of set.entries.keys())
    if (!ellipsis && !(name in defaults))
      throw new NixError('type', `function 'anonymous lambda' called with unexpected argument '${name}'`);
  const given = Object.entries(defaults).map(([name, fallback]): [string, Lazy] => {
    const value = fallback === REQUIRED ? getAttr(set, name) : (set.entries.get(name)?.value ?? fallback);
    if (value === undefined)
      throw new NixError('type', `function 'anonymous lambda' called without required argument '${name}'`);
    return [name, value];
  });
  return Object.fromEntries(given) as { readonly [K in keyof T]: Lazy };
}

/** Groups by a key, keys in order of first appearance. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The text of a file that a path or a string names. */
export function readText(rt: Runtime, file: Lazy): NixString {
  const path = coerceToString(rt, file, { mode: 'plain' });
  const text = rt.files.readText(knownText(path));
  if (text === undefined) throw new NixError('eval', `opening file '${path.text}': No such file or directory`);
  return str(text);
}
