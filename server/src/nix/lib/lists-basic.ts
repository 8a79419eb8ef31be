import { NixError } from '../errors';
import { expectBool, expectInt, expectList } from '../expect';
import { checkItems } from '../runtime';
import { delay, force } from '../thunk';
import { isList, isUnknown, type Lazy, type List, list, type Value } from '../value';
import { call, count, equals, functions, later, trueFor } from './kit';

const failed = (message: string) => new NixError('throw', message);

/** The elements from `start`, `length` of them at most; an open list stays open when the cut reaches its end. */
function sublist(known: List, start: number, length: number): List {
  const from = Math.max(start, 0);
  const to = from + Math.max(length, 0);
  return list(known.items.slice(from, to), to > known.items.length ? known.open : undefined);
}

export function flatten(value: Lazy): { readonly items: Lazy[]; readonly open: List['open'] } {
  const forced = force(value);
  if (!isList(forced)) return { items: [value], open: undefined };
  const parts = forced.items.map(flatten);
  return {
    items: parts.flatMap((part) => part.items),
    open: parts.reduce<List['open']>((open, part) => part.open ?? open, forced.open),
  };
}

const lastOf = (xs: Lazy, name: string): { readonly known: List; readonly last: Lazy } => {
  const known = expectList(xs);
  const last = known.items.at(-1);
  if (last === undefined || known.open !== undefined) {
    if (known.open !== undefined) return { known, last: known.open };
    throw failed(`lists.${name}: list must not be empty!`);
  }
  return { known, last };
};

const isPrefix = (rt: Parameters<typeof equals>[0], prefix: List, of: List) =>
  prefix.items.length <= of.items.length && prefix.items.every((item, i) => equals(rt, item, of.items[i] as Lazy));

/** nixpkgs lib/lists.nix: building lists and taking parts of them. */
export const listParts = functions({
  singleton: (_rt, x) => list([x]),
  toList: (_rt, x) => {
    const value = force(x);
    return isList(value) || isUnknown(value) ? value : list([x]);
  },
  optional: (rt, cond, x) => list(expectBool(rt, cond) ? [x] : []),
  optionals: (rt, cond, xs) => (expectBool(rt, cond) ? force(xs) : list([])),
  forEach: (rt, xs, f) => {
    const known = expectList(xs);
    return list(
      known.items.map((item) => later(rt, f, item)),
      known.open,
    );
  },
  imap0: (rt, f, xs) => {
    const known = expectList(xs);
    return list(
      known.items.map((item, i) => later(rt, f, BigInt(i), item)),
      known.open,
    );
  },
  imap1: (rt, f, xs) => {
    const known = expectList(xs);
    return list(
      known.items.map((item, i) => later(rt, f, BigInt(i + 1), item)),
      known.open,
    );
  },
  flatten: (_rt, x) => {
    const value = force(x);
    if (isUnknown(value)) return value;
    const { items, open } = flatten(value);
    return list(items, open);
  },
  range: (rt, first, last) => {
    const from = expectInt(first);
    const length = count(expectInt(last) - from + 1n);
    checkItems(rt, length);
    return list(Array.from({ length }, (_, i) => from + BigInt(i)));
  },
  replicate: (rt, n, x) => {
    const length = count(expectInt(n));
    checkItems(rt, length);
    return list(new Array<Lazy>(length).fill(x));
  },
  reverseList: (_rt, xs) => {
    const known = expectList(xs);
    return list(known.items.toReversed(), known.open);
  },
  take: (_rt, n, xs) => sublist(expectList(xs), 0, count(expectInt(n))),
  drop: (_rt, n, xs) => sublist(expectList(xs), count(expectInt(n)), Number.POSITIVE_INFINITY),
  takeEnd: (_rt, n, xs) => {
    const known = expectList(xs);
    return sublist(known, known.items.length - count(expectInt(n)), Number.POSITIVE_INFINITY);
  },
  dropEnd: (_rt, n, xs) => {
    const known = expectList(xs);
    return sublist(known, 0, known.items.length - count(expectInt(n)));
  },
  sublist: (_rt, start, length, xs) => sublist(expectList(xs), count(expectInt(start)), count(expectInt(length))),
  last: (_rt, xs) => force(lastOf(xs, 'last').last),
  init: (_rt, xs) => {
    const { known } = lastOf(xs, 'init');
    return list(known.open === undefined ? known.items.slice(0, -1) : known.items, known.open);
  },
  hasPrefix: (rt, prefix, xs) => isPrefix(rt, expectList(prefix), expectList(xs)),
  removePrefix: (rt, prefix, xs) => {
    const start = expectList(prefix);
    const known = expectList(xs);
    if (!isPrefix(rt, start, known))
      throw failed('lib.lists.removePrefix: First argument is not a list prefix of the second argument');
    return sublist(known, start.items.length, Number.POSITIVE_INFINITY);
  },
  commonPrefix: (rt, left, right) => {
    const l = expectList(left).items;
    const r = expectList(right).items;
    const shorter = l.slice(0, r.length);
    const differs = shorter.findIndex((item, i) => !equals(rt, item, r[i] as Lazy));
    return list(differs < 0 ? shorter : shorter.slice(0, differs));
  },
  zipListsWith: (rt, f, left, right) => {
    const l = expectList(left);
    const r = expectList(right);
    return list(
      l.items.slice(0, r.items.length).map((item, i) => later(rt, f, item, r.items[i] as Lazy)),
      l.open ?? r.open,
    );
  },
  replaceElemAt: (_rt, xs, index, fresh) => {
    const known = expectList(xs);
    const at = Number(expectInt(index));
    if (at < 0 || at >= known.items.length)
      throw failed(`'lists.replaceElemAt' called with index ${at} on a list of size ${known.items.length}`);
    return list(known.items.with(at, fresh), known.open);
  },
  crossLists: (rt, f, lists) =>
    list(
      expectList(lists).items.reduce<Lazy[]>(
        (fs, args) => {
          const { items } = expectList(args);
          checkItems(rt, fs.length * items.length);
          return fs.flatMap((g) => items.map((arg) => later(rt, g, arg)));
        },
        [f],
      ),
    ),
});

/** nixpkgs lib/lists.nix: folds and searches. */
export const listFolds = functions({
  foldr: (rt, op, nul, xs) => {
    const known = expectList(xs);
    const fold = (i: number): Value =>
      i === known.items.length
        ? force(known.open ?? nul)
        : call(
            rt,
            op,
            known.items[i] as Lazy,
            delay(rt, () => fold(i + 1)),
          );
    return fold(0);
  },
  foldl: (rt, op, nul, xs) => {
    const known = expectList(xs);
    const fold = (i: number): Value =>
      i < 0
        ? force(nul)
        : call(
            rt,
            op,
            delay(rt, () => fold(i - 1)),
            known.items[i] as Lazy,
          );
    return known.open ?? fold(known.items.length - 1);
  },
  "foldl'": (rt, op, nul, xs) => {
    const start = force(nul);
    const known = expectList(xs);
    return known.open ?? known.items.reduce<Value>((acc, item) => call(rt, op, acc, item), start);
  },
  ifilter0: (rt, pred, xs) => {
    const known = expectList(xs);
    return list(
      known.items.filter((item, i) => trueFor(rt, pred, BigInt(i), item)),
      known.open,
    );
  },
  findSingle: (rt, pred, fallback, multiple, xs) => {
    const known = expectList(xs);
    const found = known.items.filter((item) => trueFor(rt, pred, item));
    if (known.open !== undefined) return known.open;
    return force(found.length === 1 ? (found[0] as Lazy) : found.length === 0 ? fallback : multiple);
  },
  findFirst: (rt, pred, fallback, xs) => {
    const known = expectList(xs);
    return force(known.items.find((item) => trueFor(rt, pred, item)) ?? known.open ?? fallback);
  },
  findFirstIndex: (rt, pred, fallback, xs) => {
    const known = expectList(xs);
    const at = known.items.findIndex((item) => trueFor(rt, pred, item));
    return at < 0 ? force(known.open ?? fallback) : BigInt(at);
  },
  count: (rt, pred, xs) => {
    const known = expectList(xs);
    return known.open ?? BigInt(known.items.filter((item) => trueFor(rt, pred, item)).length);
  },
});
