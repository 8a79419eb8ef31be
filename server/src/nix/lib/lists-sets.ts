import { NixError } from '../errors';
import { expectInt, expectList, expectString } from '../expect';
import { compareBytes, sortNames } from '../order';
import type { Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attr, attrs, attrsOf, type Lazy, type List, list, str, type Value } from '../value';
import { attr, call, functions, groupBy, later, orderOf, surelyEqual, trueFor } from './kit';

const holds = (rt: Runtime, xs: readonly Lazy[], x: Lazy) => xs.some((other) => surelyEqual(rt, other, x));

/** Each element once, in order of first appearance. */
function unique(rt: Runtime, xs: readonly Lazy[]): Lazy[] {
  const kept: Lazy[] = [];
  for (const x of xs) if (!holds(rt, kept, x)) kept.push(x);
  return kept;
}

/** The given elements that are not in `taken`. */
export function subtract(rt: Runtime, taken: List, from: List): List {
  return list(
    from.items.filter((x) => !holds(rt, taken.items, x)),
    from.open,
  );
}

function groups(rt: Runtime, pred: Lazy, xs: Lazy): Map<string, Lazy[]> {
  return groupBy(expectList(xs).items, (item) => expectString(call(rt, pred, item)));
}

type Search =
  | {
      readonly cycle: Lazy;
      readonly loops: readonly Lazy[];
      readonly visited: readonly Lazy[];
      readonly rest: readonly Lazy[];
    }
  | { readonly minimal: Lazy; readonly visited: readonly Lazy[]; readonly rest: readonly Lazy[] };

function depthFirst(rt: Runtime, stopOnCycles: boolean, before: Lazy, xs: readonly Lazy[]): Search {
  const [first, ...others] = xs;
  if (first === undefined) throw new NixError('eval', "'builtins.head' called on an empty list");
  let here = first;
  let visited: readonly Lazy[] = [];
  let rest: readonly Lazy[] = others;
  for (;;) {
    const at = here;
    const loops = visited.filter((x) => trueFor(rt, before, x, at));
    const [next, ...earlier] = rest.filter((x) => trueFor(rt, before, x, at));
    if (stopOnCycles && loops.length > 0) return { cycle: at, loops, visited, rest };
    if (next === undefined) return { minimal: at, visited, rest };
    const seen = new Set<Lazy>([next, ...earlier]);
    rest = [...earlier, ...rest.filter((x) => !seen.has(x))];
    visited = [at, ...visited];
    here = next;
  }
}

/** `lib.toposort`: the elements in an order that `before` allows, or a cycle. */
export function toposort(rt: Runtime, before: Lazy, xs: readonly Lazy[]): Value {
  const result: Lazy[] = [];
  let rest = xs;
  while (rest.length >= 2) {
    const found = depthFirst(rt, true, before, rest);
    if ('cycle' in found)
      return attrsOf({ cycle: list([found.cycle, ...found.visited].reverse()), loops: list(found.loops) });
    result.push(found.minimal);
    rest = [...found.visited, ...found.rest];
  }
  return attrsOf({ result: list([...result, ...rest]) });
}

/** The text cut into runs of digits (as numbers) and the text between them, so that `9` sorts before `10`. */
function naturalKey(text: string): (string | bigint)[] {
  return text.split(/(0|[1-9][0-9]*)/).map((part, i) => (i % 2 === 1 ? BigInt(part) : part));
}

function compareKeys(left: readonly (string | bigint)[], right: readonly (string | bigint)[]): number {
  for (const [i, l] of left.entries()) {
    const r = right[i];
    if (r === undefined) return 1;
    const order = typeof l === 'string' ? compareBytes(l, String(r)) : Number(l - BigInt(r));
    if (order !== 0) return order;
  }
  return left.length < right.length ? -1 : 0;
}

/** nixpkgs lib/lists.nix: grouping, sorting, and lists as sets. */
export const listSets = functions({
  unique: (rt, xs) => {
    const known = expectList(xs);
    return list(unique(rt, known.items), known.open);
  },
  uniqueStrings: (_rt, xs) => {
    const known = expectList(xs);
    const texts = new Set(known.items.map((item) => expectString(item)));
    return list(
      sortNames(texts).map((text) => str(text)),
      known.open,
    );
  },
  allUnique: (rt, xs) => {
    const known = expectList(xs);
    return known.open ?? unique(rt, known.items).length === known.items.length;
  },
  intersectLists: (rt, of, xs) => {
    const wanted = expectList(of);
    const known = expectList(xs);
    return list(
      known.items.filter((x) => holds(rt, wanted.items, x)),
      known.open ?? wanted.open,
    );
  },
  subtractLists: (rt, taken, xs) => subtract(rt, expectList(taken), expectList(xs)),
  mutuallyExclusive: (rt, left, right) => {
    const l = expectList(left);
    const r = expectList(right);
    if (l.items.some((x) => holds(rt, r.items, x))) return false;
    return l.open ?? r.open ?? true;
  },
  remove: (rt, x, xs) => {
    const known = expectList(xs);
    return list(
      known.items.filter((item) => !surelyEqual(rt, item, x)),
      known.open,
    );
  },
  "groupBy'": (rt, op, nul, pred, xs) =>
    attrs(
      new Map(
        [...groups(rt, pred, xs)].map(([name, items]): [string, Attr] => [
          name,
          attr(delay(rt, () => force(items.reduce<Lazy>((acc, item) => later(rt, op, acc, item), nul)))),
        ]),
      ),
    ),
  zipLists: (_rt, left, right) => {
    const l = expectList(left);
    const r = expectList(right);
    return list(
      l.items.slice(0, r.items.length).map((fst, i) => attrsOf({ fst, snd: r.items[i] as Lazy })),
      l.open ?? r.open,
    );
  },
  listDfs: (rt, stopOnCycles, before, xs) => {
    const found = depthFirst(rt, force(stopOnCycles) === true, before, expectList(xs).items);
    const common = { visited: list(found.visited), rest: list(found.rest) };
    return 'cycle' in found
      ? attrsOf({ cycle: found.cycle, loops: list(found.loops), ...common })
      : attrsOf({ minimal: found.minimal, ...common });
  },
  toposort: (rt, before, xs) => toposort(rt, before, expectList(xs).items),
  sortOn: (rt, f, xs) => {
    const known = expectList(xs);
    const keyed = known.items.map((item) => ({ item, key: call(rt, f, item) }));
    keyed.sort((a, b) => orderOf(rt, a.key, b.key));
    return list(
      keyed.map(({ item }) => item),
      known.open,
    );
  },
  compareLists: (rt, cmp, left, right) => {
    const l = expectList(left).items;
    const r = expectList(right).items;
    for (const [i, item] of l.entries()) {
      const other = r[i];
      if (other === undefined) return 1n;
      const order = expectInt(call(rt, cmp, item, other));
      if (order !== 0n) return order;
    }
    return l.length < r.length ? -1n : 0n;
  },
  naturalSort: (_rt, xs) => {
    const known = expectList(xs);
    const keyed = known.items.map((item) => ({ item, key: naturalKey(expectString(item)) }));
    keyed.sort((a, b) => compareKeys(a.key, b.key));
    return list(
      keyed.map(({ item }) => item),
      known.open,
    );
  },
});
