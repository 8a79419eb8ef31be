import { apply } from '../apply';
import { lessThan } from '../compare';
import { UnknownSignal } from '../errors';
import { mismatch } from '../expect';
import { compareBytes } from '../order';
import type { Runtime } from '../runtime';
import { force } from '../thunk';
import { isFunction, isString, isUnknown, type Lazy, type Value } from '../value';

type Less = (a: Lazy, b: Lazy) => boolean;

/** The elements in the order of a `less than` function, equal ones as they were. */
export function sortItems(rt: Runtime, comparator: Lazy, items: readonly Lazy[]): readonly Lazy[] {
  const fn = force(comparator);
  if (isFunction(fn) && fn.primop && fn.name === 'lessThan') return sortPlain(rt, items);
  return mergeSort(items, (a, b) => truth(apply(rt, fn, a, b)));
}

function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (isUnknown(value)) throw new UnknownSignal(value);
  throw mismatch('a Boolean', value);
}

function sortPlain(rt: Runtime, items: readonly Lazy[]): readonly Lazy[] {
  const values = items.map(force);
  if (values.every((value) => isString(value) && value.holes === undefined)) {
    const text = (value: Value) => (isString(value) ? value.text : '');
    return [...values].sort((a, b) => compareBytes(text(a), text(b)));
  }
  if (values.every((value) => typeof value === 'bigint')) {
    return [...values].sort((a, b) => (a === b ? 0 : (a as bigint) < (b as bigint) ? -1 : 1));
  }
  return mergeSort(items, (a, b) => truth(lessThan(rt, a, b)));
}

/** Bottom up, so that a comparator which is no order, or fails, does no harm. */
function mergeSort(items: readonly Lazy[], less: Less): readonly Lazy[] {
  let from = [...items];
  let to: Lazy[] = new Array(items.length);
  for (let width = 1; width < items.length; width *= 2) {
    for (let low = 0; low < items.length; low += 2 * width) {
      mergeRuns(from, to, low, Math.min(low + width, items.length), Math.min(low + 2 * width, items.length), less);
    }
    [from, to] = [to, from];
  }
  return from;
}

function mergeRuns(from: readonly Lazy[], to: Lazy[], low: number, middle: number, high: number, less: Less): void {
  let left = low;
  let right = middle;
  for (let at = low; at < high; at++) {
    const takeRight = right < high && (left >= middle || less(from[right] as Lazy, from[left] as Lazy));
    to[at] = from[takeRight ? right++ : left++] as Lazy;
  }
}
