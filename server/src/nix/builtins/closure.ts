import { apply } from '../apply';
import { select } from '../attrs';
import { lessThan } from '../compare';
import { UnknownSignal } from '../errors';
import { expectAttrs, expectItems, mismatch } from '../expect';
import { type Runtime, step } from '../runtime';
import { force } from '../thunk';
import { type Func, isUnknown, type Lazy, list, type Value } from '../value';
import { primop } from './kit';

/** Keys in order; two are one when neither is less than the other. */
type Keys = Value[];

function before(rt: Runtime, a: Value, b: Value): boolean {
  const less = lessThan(rt, a, b);
  if (typeof less !== 'boolean') throw new UnknownSignal(less);
  return less;
}

/** Where a key would stand among others: after those that are not greater. */
function placeOf(rt: Runtime, keys: Keys, key: Value): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(rt, key, keys[middle] as Value)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Adds a key; false when it was there. */
function addKey(rt: Runtime, keys: Keys, key: Value): boolean {
  const place = placeOf(rt, keys, key);
  const previous = keys[place - 1];
  if (previous !== undefined && !before(rt, previous, key)) return false;
  keys.splice(place, 0, key);
  return true;
}

function keyOf(item: Lazy): Value {
  const key = force(select(expectAttrs(item), 'key'));
  if (isUnknown(key)) throw new UnknownSignal(key);
  return key;
}

/** All elements that `operator` leads to from `startSet`, breadth first, one for each `key`. */
function genericClosure(rt: Runtime, argument: Lazy): Value {
  const set = expectAttrs(argument);
  const work = [...expectItems(select(set, 'startSet'))];
  if (work.length === 0) return list([]);
  const operator = force(select(set, 'operator'));
  if (typeof operator !== 'object' || operator === null) throw mismatch('a function', operator);
  const keys: Keys = [];
  const found: Lazy[] = [];
  for (let i = 0; i < work.length; i++) {
    step(rt);
    const item = work[i] as Lazy;
    if (!addKey(rt, keys, keyOf(item))) continue;
    found.push(item);
    work.push(...expectItems(apply(rt, operator, item)));
  }
  return list(found);
}

export const closureBuiltins: readonly Func[] = [primop('genericClosure', 1, genericClosure)];
