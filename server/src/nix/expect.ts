import type { Origin } from '../base/span';
import { describeWithKind } from './describe';
import { NixError, UnknownSignal } from './errors';
import type { Runtime } from './runtime';
import { force } from './thunk';
import {
  type Attrs,
  type Func,
  isAttrs,
  isFunction,
  isList,
  isString,
  isUnknown,
  type Lazy,
  type List,
  type NixString,
  type Value,
} from './value';

/** The error that Nix gives for a value of another type; an unknown is signalled instead. */
export function mismatch(expected: string, value: Value, origin?: Origin): NixError {
  if (isUnknown(value)) throw new UnknownSignal(value);
  return new NixError('type', `expected ${expected} but found ${describeWithKind(value)}`, origin);
}

/** A set, possibly open. Like all of these: throws `NixError` on another type and `UnknownSignal` on an unknown. */
export function expectAttrs(lazy: Lazy): Attrs {
  const value = force(lazy);
  if (isAttrs(value)) return value;
  throw mismatch('a set', value);
}

/** A list, possibly open: whoever needs all elements takes `expectClosedList`. */
export function expectList(lazy: Lazy): List {
  const value = force(lazy);
  if (isList(value)) return value;
  throw mismatch('a list', value);
}

/** The elements of a list that is known whole. */
export function expectItems(lazy: Lazy): readonly Lazy[] {
  const { items, open } = expectList(lazy);
  if (open !== undefined) throw new UnknownSignal(open);
  return items;
}

/** A string, holes and context allowed. */
export function expectText(lazy: Lazy): NixString {
  const value = force(lazy);
  if (isString(value)) return value;
  throw mismatch('a string', value);
}

/** The text of a string without holes; a context is dropped. */
export function expectString(lazy: Lazy): string {
  return knownText(expectText(lazy));
}

/** The text of a string; a hole is signalled. */
export function knownText({ text, holes }: NixString): string {
  const hole = holes?.[0];
  if (hole !== undefined) throw new UnknownSignal(hole.unknown);
  return text;
}

/** A string that must not refer to a store path, holes allowed. */
export function expectPlainText(lazy: Lazy): NixString {
  const string = expectText(lazy);
  for (const { encoded } of string.context?.values() ?? []) {
    const path = encoded.replace(/^!([^!]*)!(.*)$/, '$2^$1').replace(/^=/, '');
    throw new NixError(
      'eval',
      `the string '${string.text}' is not allowed to refer to a store path (such as '${path}')`,
    );
  }
  return string;
}

/** The text of a string without holes that must not refer to a store path. */
export function expectPlainString(lazy: Lazy): string {
  return knownText(expectPlainText(lazy));
}

export function expectInt(lazy: Lazy): bigint {
  const value = force(lazy);
  if (typeof value === 'bigint') return value;
  throw mismatch('an integer', value);
}

/** An integer or a float. */
export function expectNumber(lazy: Lazy): bigint | number {
  const value = force(lazy);
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  throw mismatch('an integer', value);
}

/** A Boolean; an unknown is decided by the run's assumptions. */
export function expectBool(rt: Runtime, lazy: Lazy): boolean {
  const value = force(lazy);
  if (typeof value === 'boolean') return value;
  if (isUnknown(value)) return rt.assumptions.decide(value);
  throw mismatch('a Boolean', value);
}

/** A function proper; sets with `__functor` are for `apply` to call. */
export function expectFunction(lazy: Lazy): Func {
  const value = force(lazy);
  if (isFunction(value)) return value;
  throw mismatch('a function', value);
}

/** Something to call: a function, a set with `__functor` or of the open world, or an unknown. */
export function expectCallable(lazy: Lazy): void {
  const value = force(lazy);
  if (isAttrs(value) ? value.open === undefined && !value.entries.has('__functor') : !isUnknown(value)) {
    expectFunction(value);
  }
}
