import { apply } from '../apply';
import { attrsFrom } from '../attrs';
import { andUnknown, operandText, orUnknown } from '../conditions';
import { equalElements, type Truth } from '../equal';
import { NixError, UnknownSignal } from '../errors';
import { expectBool, expectCallable, expectInt, expectItems, expectList, expectPlainString } from '../expect';
import { checkItems, type Runtime, step } from '../runtime';
import { force, originOf } from '../thunk';
import {
  type Func,
  isUnknown,
  type Lazy,
  type List,
  list,
  type Unknown,
  unknown as unknownOf,
  type Value,
} from '../value';
import { delayCallOne, primop } from './kit';
import { sortItems } from './sort';

const UNLIKELY = { op: 'leaf', likely: false } as const;

/** What is open of several lists. */
function openOf(lists: readonly List[]): Unknown | undefined {
  return lists.find(({ open }) => open !== undefined)?.open;
}

function concat(rt: Runtime, lists: readonly List[], open: Unknown | undefined): List {
  checkItems(
    rt,
    lists.reduce((sum, { items }) => sum + items.length, 0),
  );
  return list(
    lists.flatMap(({ items }) => items),
    open ?? openOf(lists),
  );
}

/** A list, or an unknown as a list of which nothing is known. */
function looseList(lazy: Lazy): List {
  const value = force(lazy);
  return isUnknown(value) ? list([], value) : expectList(value);
}

/** `any` (`stop` true) and `all` (`stop` false): unknown answers of the predicate are joined to one condition. */
function quantify(rt: Runtime, predicate: Lazy, argument: Lazy, stop: boolean): Truth {
  expectCallable(predicate);
  const { items, open } = expectList(argument);
  let unknown: Unknown | undefined;
  for (const item of items) {
    const value = apply(rt, predicate, item);
    if (isUnknown(value)) {
      unknown = unknown === undefined ? value : stop ? orUnknown(unknown, value) : andUnknown(unknown, value);
    } else if (expectBool(rt, value) === stop) {
      return stop;
    }
  }
  if (open !== undefined) throw new UnknownSignal(open);
  return unknown ?? !stop;
}

function elem(rt: Runtime, wanted: Lazy, argument: Lazy): Truth {
  const { items, open } = expectList(argument);
  let unknown: Unknown | undefined;
  for (const item of items) {
    const same = equalElements(rt, wanted, item);
    if (same === true) return true;
    if (same !== false) unknown = unknown === undefined ? same : orUnknown(unknown, same);
  }
  if (open !== undefined) return unknownOf(`builtins.elem ${operandText(force(wanted))} ${open.why}`, UNLIKELY);
  return unknown ?? false;
}

function elemAt(argument: Lazy, at: Lazy): Value {
  const { items, open } = expectList(argument);
  const index = Number(expectInt(at));
  const item = items[index];
  if (item !== undefined) return force(item);
  if (open !== undefined && index >= 0) throw new UnknownSignal(open);
  throw new NixError('eval', `'builtins.elemAt' called with index ${index} on a list of size ${items.length}`);
}

function fold(rt: Runtime, fn: Lazy, start: Lazy, argument: Lazy): Value {
  expectCallable(fn);
  let result = start;
  for (const item of expectItems(argument)) result = apply(rt, fn, result, item);
  return force(result);
}

function genList(rt: Runtime, fn: Lazy, count: Lazy): List {
  const length = expectInt(count);
  if (length < 0n) throw new NixError('eval', `cannot create list of size ${length}`);
  checkItems(rt, Number(length));
  expectCallable(fn);
  const origin = originOf(fn);
  const items: Lazy[] = new Array(Number(length));
  for (let i = 0; i < items.length; i++) {
    step(rt);
    items[i] = delayCallOne(rt, fn, BigInt(i), origin);
  }
  return list(items);
}

function notEmpty(name: string, argument: Lazy): List {
  const known = expectList(argument);
  if (known.items.length > 0) return known;
  if (known.open !== undefined) throw new UnknownSignal(known.open);
  throw new NixError('eval', `'builtins.${name}' called on an empty list`);
}

function partition(rt: Runtime, predicate: Lazy, argument: Lazy): Value {
  const { items, open } = expectList(argument);
  const right: Lazy[] = [];
  const wrong: Lazy[] = [];
  for (const item of items) (expectBool(rt, apply(rt, predicate, item)) ? right : wrong).push(item);
  return attrsFrom([
    ['right', list(right, open)],
    ['wrong', list(wrong, open)],
  ]);
}

function groupBy(rt: Runtime, fn: Lazy, argument: Lazy): Value {
  const groups = new Map<string, Lazy[]>();
  for (const item of expectItems(argument)) {
    const name = expectPlainString(apply(rt, fn, item));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return attrsFrom([...groups].map(([name, items]) => [name, list(items)]));
}

export const listBuiltins: readonly Func[] = [
  primop('all', 2, (rt, predicate, argument) => quantify(rt, predicate, argument, false)),
  primop('any', 2, (rt, predicate, argument) => quantify(rt, predicate, argument, true)),
  primop('concatLists', 1, (rt, argument) => {
    const { items, open } = expectList(argument);
    return concat(rt, items.map(looseList), open);
  }),
  primop('concatMap', 2, (rt, fn, argument) => {
    expectCallable(fn);
    const { items, open } = expectList(argument);
    return concat(
      rt,
      items.map((item) => looseList(apply(rt, fn, item))),
      open,
    );
  }),
  primop('elem', 2, (rt, wanted, argument) => elem(rt, wanted, argument)),
  primop('elemAt', 2, (_rt, argument, index) => elemAt(argument, index)),
  primop('filter', 2, (rt, predicate, argument) => {
    const { items, open } = expectList(argument);
    if (items.length > 0) expectCallable(predicate);
    const kept = items.filter((item) => expectBool(rt, apply(rt, predicate, item)));
    return kept.length === items.length ? force(argument) : list(kept, open);
  }),
  primop("foldl'", 3, fold),
  primop('genList', 2, genList),
  primop('groupBy', 2, groupBy),
  primop('head', 1, (_rt, argument) => force(notEmpty('head', argument).items[0] ?? null)),
  primop('length', 1, (_rt, argument) => BigInt(expectItems(argument).length)),
  primop('map', 2, (rt, fn, argument) => {
    const known = expectList(argument);
    if (known.items.length === 0) return known;
    expectCallable(fn);
    const origin = originOf(fn);
    return list(
      known.items.map((item) => {
        step(rt);
        return delayCallOne(rt, fn, item, origin);
      }),
      known.open,
    );
  }),
  primop('partition', 2, partition),
  primop('sort', 2, (rt, comparator, argument) => {
    const known = expectList(argument);
    if (known.items.length === 0) return known;
    expectCallable(comparator);
    return list(sortItems(rt, comparator, known.items), known.open);
  }),
  primop('tail', 1, (_rt, argument) => {
    const { items, open } = notEmpty('tail', argument);
    return list(items.slice(1), open);
  }),
];
