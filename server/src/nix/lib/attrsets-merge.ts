import { mergeAttrs, openSet } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectList } from '../expect';
import type { Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attr, type Attrs, attrs, isAttrs, isUnknown, type Lazy, list, str, type Value } from '../value';
import { attr, call, entriesOf, equals, functions, lookup, texts, trueFor } from './kit';

/** The attributes of both, each value decided when it is asked for; the first set's keys come first. */
function zipped(rt: Runtime, left: Attrs, right: Attrs, both: (name: string, l: Lazy, r: Lazy) => Value): Attrs {
  const merged = new Map<string, Attr>(left.entries);
  for (const [name, one] of right.entries) {
    const other = left.entries.get(name);
    merged.set(
      name,
      other === undefined ? one : { value: delay(rt, () => both(name, other.value, one.value)), key: one.key },
    );
  }
  const { open } = mergeAttrs(attrs(new Map(), left.open), attrs(new Map(), right.open));
  return attrs(merged, open, right.origin ?? left.origin);
}

/** `lib.recursiveUpdate`: sets merge deeply, anything else is replaced by the right side. */
export function recursiveUpdate(rt: Runtime, left: Attrs, right: Attrs): Attrs {
  return zipped(rt, left, right, (_name, l, r) => {
    const old = force(l);
    const fresh = force(r);
    return isAttrs(old) && isAttrs(fresh) ? recursiveUpdate(rt, old, fresh) : fresh;
  });
}

function updateUntil(rt: Runtime, pred: Lazy, path: readonly string[], left: Attrs, right: Attrs): Attrs {
  return zipped(rt, left, right, (name, l, r) => {
    const here = [...path, name];
    return trueFor(rt, pred, list(here.map((one) => str(one))), l, r)
      ? force(r)
      : updateUntil(rt, pred, here, expectAttrs(l), expectAttrs(r));
  });
}

/** `lib.matchAttrs`: true when each attribute of the pattern is in the set with an equal value, sets compared by their pattern. */
export function matchAttrs(rt: Runtime, pattern: Attrs, set: Attrs): boolean {
  return entriesOf(pattern).every(([name, one]) => {
    const found = lookup(set, name);
    if (found === undefined) return false;
    const wanted = force(one.value);
    if (!isAttrs(wanted)) return equals(rt, wanted, found);
    const value = force(found);
    return isAttrs(value) && matchAttrs(rt, wanted, value);
  });
}

function zipWith(rt: Runtime, names: readonly string[], f: Lazy, sets: readonly Attrs[]): Attrs {
  return attrs(
    new Map(
      names.map((name): [string, Attr] => [
        name,
        attr(
          delay(rt, () =>
            call(
              rt,
              f,
              str(name),
              list(
                sets.flatMap((set) => {
                  const found = set.entries.get(name);
                  return found === undefined ? [] : [found.value];
                }),
              ),
            ),
          ),
        ),
      ]),
    ),
  );
}

const setsOf = (sets: Lazy): Attrs[] => expectList(sets).items.map((item) => expectAttrs(item));

/** nixpkgs lib/attrsets.nix: merging, comparing, zipping. */
export const attrMerges = functions({
  recursiveUpdateUntil: (rt, pred, left, right) => updateUntil(rt, pred, [], expectAttrs(left), expectAttrs(right)),
  recursiveUpdate: (rt, left, right) => {
    const old = force(left);
    if (isUnknown(old)) return mergeAttrs(openSet(old), expectAttrs(right));
    return recursiveUpdate(rt, expectAttrs(old), expectAttrs(right));
  },
  mergeAttrsList: (_rt, sets) => {
    const known = expectList(sets);
    const merged = known.items.reduce<Attrs>((acc, item) => mergeAttrs(acc, expectAttrs(item)), attrs(new Map()));
    return known.open === undefined ? merged : mergeAttrs(merged, openSet(known.open));
  },
  matchAttrs: (rt, pattern, set) => {
    const wanted = force(pattern);
    if (isUnknown(wanted)) return wanted;
    if (!isAttrs(wanted)) throw new NixError('assert', "assertion '(isAttrs pattern)' failed");
    return matchAttrs(rt, wanted, expectAttrs(set));
  },
  zipAttrsWithNames: (rt, names, f, sets) => zipWith(rt, texts(names), f, setsOf(sets)),
  zipAttrs: (rt, sets) => {
    const all = setsOf(sets);
    const names = [...new Set(all.flatMap((set) => [...set.entries.keys()]))];
    return attrs(
      new Map(
        names.map((name): [string, Attr] => [
          name,
          attr(
            delay(rt, () =>
              list(
                all.flatMap((set) => {
                  const found = set.entries.get(name);
                  return found === undefined ? [] : [found.value];
                }),
              ),
            ),
          ),
        ]),
      ),
    );
  },
  unionOfDisjoint: (rt, left, right) => {
    const l = expectAttrs(left);
    const r = expectAttrs(right);
    const shared = entriesOf(l).flatMap(([name]) => (r.entries.has(name) ? [name] : []));
    const refuse = (name: string): Attr =>
      attr(
        delay(rt, () => {
          throw new NixError('throw', `unionOfDisjoint: collision on ${name}; complete list: ${shared.join(' ')}`);
        }),
      );
    const merged = mergeAttrs(l, r);
    return attrs(
      new Map([...merged.entries, ...shared.map((name): [string, Attr] => [name, refuse(name)])]),
      merged.open,
      merged.origin,
    );
  },
});
