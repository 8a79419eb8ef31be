import { mapAttrs } from '../attrs';
import { expectAttrs, expectBool, expectList, expectString } from '../expect';
import { checkItems, type Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attr, type Attrs, attrs, isAttrs, isUnknown, type Lazy, list, str, type Value } from '../value';
import { attr, call, entriesOf, functions, later, member, openItems, pairsToAttrs, trueFor } from './kit';

/** The set with each value replaced; further values of an open set as well. Keys keep their positions. */
function mapValues(rt: Runtime, set: Attrs, f: (name: string, value: Lazy) => Value): Attrs {
  return mapAttrs(set, (name, value) => delay(rt, () => f(name, value)));
}

const nameValuePair = (name: Lazy, value: Lazy) =>
  attrs(
    new Map([
      ['name', attr(name)],
      ['value', attr(value)],
    ]),
  );

const mapToList = (rt: Runtime, f: Lazy, set: Attrs) =>
  list(
    entriesOf(set).map(([name, one]) => later(rt, f, str(name), one.value)),
    openItems(set),
  );

function filtered(rt: Runtime, pred: Lazy, set: Attrs): Attrs {
  return attrs(
    new Map([...set.entries].filter(([name, one]) => trueFor(rt, pred, str(name), one.value))),
    set.open,
    set.origin,
  );
}

function filteredDeep(rt: Runtime, pred: Lazy, set: Attrs): Attrs {
  const kept = filtered(rt, pred, set);
  return mapValues(rt, kept, (_name, value) => {
    const forced = force(value);
    return isAttrs(forced) ? filteredDeep(rt, pred, forced) : forced;
  });
}

function mapDeep(rt: Runtime, cond: (set: Attrs) => boolean, f: Lazy, path: readonly string[], set: Attrs): Attrs {
  return mapValues(rt, set, (name, value) => {
    const here = [...path, name];
    const forced = force(value);
    return isAttrs(forced) && cond(forced)
      ? mapDeep(rt, cond, f, here, forced)
      : call(rt, f, list(here.map((one) => str(one))), value);
  });
}

function mapDeepToList(
  rt: Runtime,
  cond: (path: Lazy, set: Attrs) => boolean,
  f: Lazy,
  path: readonly string[],
  set: Attrs,
): Lazy[] {
  return entriesOf(set).flatMap(([name, one]) => {
    const here = [...path, name];
    const shown = list(here.map((part) => str(part)));
    const forced = force(one.value);
    return isAttrs(forced) && cond(shown, forced)
      ? mapDeepToList(rt, cond, f, here, forced)
      : [later(rt, f, shown, one.value)];
  });
}

function collected(rt: Runtime, pred: Lazy, value: Lazy): Lazy[] {
  if (trueFor(rt, pred, value)) return [value];
  const forced = force(value);
  return isAttrs(forced) ? entriesOf(forced).flatMap(([, one]) => collected(rt, pred, one.value)) : [];
}

function product(rt: Runtime, set: Attrs): Attrs[] {
  return entriesOf(set).reduce<Attrs[]>(
    (combinations, [name, one]) => {
      const { items } = expectList(one.value);
      checkItems(rt, combinations.length * items.length);
      return combinations.flatMap((combination) =>
        items.map((item) => attrs(new Map([...combination.entries, [name, attr(item)]]))),
      );
    },
    [attrs(new Map())],
  );
}

/** nixpkgs lib/attrsets.nix: mapping, filtering, folding and generating. */
export const attrMaps = functions({
  "mapAttrs'": (rt, f, set) => pairsToAttrs(mapToList(rt, f, expectAttrs(set))),
  mapAttrsToList: (rt, f, set) => mapToList(rt, f, expectAttrs(set)),
  attrsToList: (_rt, set) => {
    const known = expectAttrs(set);
    return list(
      entriesOf(known).map(([name, one]) => nameValuePair(str(name), one.value)),
      openItems(known),
    );
  },
  nameValuePair: (_rt, name, value) => nameValuePair(name, value),
  concatMapAttrs: (rt, f, set) => {
    const known = expectAttrs(set);
    const merged = new Map<string, Attr>();
    let { open } = known;
    for (const [name, one] of entriesOf(known)) {
      const part = expectAttrs(call(rt, f, str(name), one.value));
      open = part.open ?? open;
      for (const [key, value] of part.entries) merged.set(key, value);
    }
    return attrs(merged, open, known.origin);
  },
  filterAttrs: (rt, pred, set) => filtered(rt, pred, expectAttrs(set)),
  filterAttrsRecursive: (rt, pred, set) => filteredDeep(rt, pred, expectAttrs(set)),
  foldlAttrs: (rt, f, init, set) =>
    force(entriesOf(expectAttrs(set)).reduce<Lazy>((acc, [name, one]) => call(rt, f, acc, str(name), one.value), init)),
  foldAttrs: (rt, op, nul, sets) => {
    const known = expectList(sets).items.map((item) => expectAttrs(item));
    const folded = new Map<string, Attr>();
    for (const set of known.toReversed())
      for (const [name, one] of set.entries)
        folded.set(name, attr(later(rt, op, one.value, folded.get(name)?.value ?? nul)));
    return attrs(folded);
  },
  collect: (rt, pred, value) => list(collected(rt, pred, value)),
  cartesianProduct: (rt, set) => list(product(rt, expectAttrs(set))),
  mapCartesianProduct: (rt, f, set) => list(product(rt, expectAttrs(set)).map((one) => later(rt, f, one))),
  mapAttrsRecursive: (rt, f, set) => mapDeep(rt, () => true, f, [], expectAttrs(set)),
  mapAttrsRecursiveCond: (rt, cond, f, set) => mapDeep(rt, (one) => trueFor(rt, cond, one), f, [], expectAttrs(set)),
  mapAttrsToListRecursive: (rt, f, set) => list(mapDeepToList(rt, () => true, f, [], expectAttrs(set))),
  mapAttrsToListRecursiveCond: (rt, cond, f, set) =>
    list(mapDeepToList(rt, (path, one) => trueFor(rt, cond, path, one), f, [], expectAttrs(set))),
  genAttrs: (rt, names, f) => {
    const known = expectList(names);
    return attrs(
      new Map(known.items.toReversed().map((item): [string, Attr] => [expectString(item), attr(later(rt, f, item))])),
      known.open && { why: known.open.why, get: (name) => later(rt, f, str(name)) },
    );
  },
  "genAttrs'": (rt, items, f) => {
    const known = expectList(items);
    return pairsToAttrs(
      list(
        known.items.map((item) => later(rt, f, item)),
        known.open,
      ),
    );
  },
  getAttrs: (rt, names, set) =>
    attrs(
      new Map(
        expectList(names).items.map((item): [string, Attr] => {
          const name = expectString(item);
          return [
            name,
            attr(
              delay(rt, () => force(member(expectAttrs(set), name))),
              keyIn(set, name),
            ),
          ];
        }),
      ),
    ),
  optionalAttrs: (rt, cond, set) => (expectBool(rt, cond) ? force(set) : attrs(new Map())),
  overrideExisting: (rt, old, fresh) => {
    const by = expectAttrs(fresh);
    return mapValues(rt, expectAttrs(old), (name, value) => force(by.entries.get(name)?.value ?? value));
  },
  recurseIntoAttrs: (_rt, set) => withFlag(set, true),
  dontRecurseIntoAttrs: (_rt, set) => withFlag(set, false),
  concatAttrValues: (_rt, set) => {
    const known = expectAttrs(set);
    return list(
      entriesOf(known).flatMap(([, one]) => expectList(one.value).items),
      openItems(known),
    );
  },
});

/** The position of a name, when the set is known already: positions must force nothing. */
function keyIn(set: Lazy, name: string): Attr['key'] {
  return 'kind' in Object(set) && isAttrs(set as Value) ? (set as Attrs).entries.get(name)?.key : undefined;
}

function withFlag(set: Lazy, recurse: boolean): Value {
  const known = force(set);
  if (isUnknown(known)) return known;
  const base = expectAttrs(known);
  return attrs(new Map([...base.entries, ['recurseForDerivations', attr(recurse)]]), base.open, base.origin);
}
