import { mergeAttrs } from '../attrs';
import { expectAttrs, expectBool, expectList, expectString } from '../expect';
import { native } from '../native';
import { type Runtime, step } from '../runtime';
import { delay, force } from '../thunk';
import { type Attrs, attrs, attrsOf, isAttrs, isList, isUnknown, type Lazy, list, str, type Value } from '../value';
import { FAKE } from './hash-arguments';
import {
  attr,
  call,
  coerceText,
  equals,
  functions,
  join,
  kindName,
  later,
  lookup,
  type Members,
  namedArgs,
  REQUIRED,
  surelyEqual,
  trueFor,
} from './kit';

/** The elements, each once, that are not in `seen`. */
function fresh(rt: Runtime, items: readonly Lazy[], seen: readonly Lazy[]): Lazy[] {
  const kept: Lazy[] = [];
  for (const item of items) if (![...seen, ...kept].some((other) => surelyEqual(rt, other, item))) kept.push(item);
  return kept;
}

const attrOr = (set: Lazy, name: string, fallback: Lazy): Lazy => lookup(expectAttrs(set), name) ?? fallback;

const withAttr = (set: Lazy, name: string, value: Lazy) => mergeAttrs(expectAttrs(set), attrsOf({ [name]: value }));

/** The set with the attributes of both, those of the right one merged with their namesake on the left, or with themselves. */
function mergedWith(rt: Runtime, left: Attrs, right: Attrs, merge: (l: Lazy, r: Lazy) => Value): Attrs {
  const entries = new Map([...right.entries, ...left.entries]);
  for (const [name, one] of right.entries) {
    const other = left.entries.get(name) ?? one;
    entries.set(
      name,
      attr(
        delay(rt, () => merge(other.value, one.value)),
        one.key,
      ),
    );
  }
  return attrs(entries, left.open ?? right.open);
}

const asList = (lazy: Lazy): readonly Lazy[] => {
  const value = force(lazy);
  return isList(value) ? value.items : [value];
};

function checkFlag(rt: Runtime, set: Attrs, name: string): Value {
  if (name === 'true' || name === 'false') return name === 'true';
  const flags = lookup(set, 'flags');
  if (flags !== undefined && expectList(flags).items.some((flag) => surelyEqual(rt, flag, str(name)))) return true;
  return force(lookup(set, name) ?? false);
}

function propagated(rt: Runtime, pkgs: Lazy): Value {
  const found = new Map<string, Lazy>();
  const visit = (items: readonly Lazy[]): void => {
    for (const item of items) {
      step(rt);
      const pkg = force(item);
      if (!isAttrs(pkg)) continue;
      const key = coerceText(rt, pkg).text;
      if (found.has(key)) continue;
      found.set(key, pkg);
      for (const name of ['propagatedBuildInputs', 'propagatedNativeBuildInputs']) {
        const inputs = pkg.entries.get(name);
        if (inputs !== undefined) visit(expectList(inputs.value).items);
      }
    }
  };
  const known = expectList(pkgs);
  visit(known.items);
  return list([...found.values()], known.open);
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  set: 'attrs',
  lambda: 'function',
  path: 'string',
  float: 'string',
};

/** nixpkgs lib/deprecated/misc.nix, as far as anybody still calls it. */
export const misc: Members = {
  ...functions({
    maybeEnv: (_rt, _name, fallback) => force(fallback),
    defaultMergeArg: (rt, x, y) => {
      const value = force(y);
      return isAttrs(value) ? value : call(rt, value, x);
    },
    defaultMerge: (rt, x, y) => {
      const value = force(y);
      return mergeAttrs(expectAttrs(x), isAttrs(value) ? value : expectAttrs(call(rt, value, x)));
    },
    maybeAttr: (_rt, name, fallback, set) => force(attrOr(set, expectString(name), fallback)),
    maybeAttrNullable: (_rt, name, fallback, set) => force(attrOr(set, expectString(name), fallback)),
    ifEnable: (rt, cond, value) => {
      const known = force(value);
      if (expectBool(rt, cond) || isUnknown(known)) return known;
      if (isList(known)) return list([]);
      if (isAttrs(known)) return attrsOf({});
      return typeof known === 'boolean' ? false : null;
    },
    checkFlag: (rt, set, name) => checkFlag(rt, expectAttrs(set), expectString(name)),
    nvs: (_rt, name, value) => attrsOf({ [expectString(name)]: value }),
    setAttr: (_rt, set, name, value) => withAttr(set, expectString(name), value),
    setAttrMerge: (rt, name, fallback, set, f) => {
      const key = expectString(name);
      return withAttr(set, key, later(rt, f, attrOr(set, key, fallback)));
    },
    mergeAttrsWithFunc: (rt, f, left, right) =>
      mergedWith(rt, expectAttrs(left), expectAttrs(right), (l, r) => call(rt, f, l, r)),
    mergeAttrsConcatenateValues: (rt, left, right) =>
      mergedWith(rt, expectAttrs(left), expectAttrs(right), (l, r) => list([...asList(l), ...asList(r)])),
    uniqList: (rt, options) => {
      const given = namedArgs(options, { inputList: REQUIRED, acc: list([]) });
      return list(fresh(rt, expectList(given.inputList).items, expectList(given.acc).items));
    },
    uniqListExt: (rt, options) => {
      const given = namedArgs(options, { inputList: REQUIRED, outputList: list([]), getter: null, compare: null });
      const [getter, compare] = [force(given.getter), force(given.compare)];
      const keyOf = (item: Lazy) => (getter === null ? item : later(rt, getter, item));
      const same = (a: Lazy, b: Lazy) => (compare === null ? equals(rt, a, b) : trueFor(rt, compare, a, b));
      const kept = [...expectList(given.outputList).items];
      for (const item of expectList(given.inputList).items)
        if (!kept.some((other) => same(keyOf(other), keyOf(item)))) kept.push(item);
      return list(kept);
    },
    condConcat: (rt, name, parts, checker) => {
      const { items } = expectList(parts);
      const kept = items.filter((_item, i) => i % 2 === 1 && trueFor(rt, checker, items[i - 1] as Lazy));
      return join(rt, str(''), list([name, ...kept]));
    },
    innerModifySumArgs: (rt, f, x, a, b) => modifySum(rt, f, x, a, b),
    modifySumArgs: (rt, f, x, b) => modifySum(rt, f, x, attrsOf({}), b),
    closePropagation: (rt, pkgs) => propagated(rt, pkgs),
    closePropagationFast: (rt, pkgs) => propagated(rt, pkgs),
    closePropagationSlow: (rt, pkgs) => propagated(rt, pkgs),
    nixType: (_rt, value) => {
      const known = force(value);
      if (isAttrs(known)) return str(known.entries.has('outPath') ? 'derivation' : 'attrs');
      const kind = kindName(known);
      return str(TYPE_NAMES[kind] ?? kind);
    },
    imap: (rt, f, xs) => {
      const known = expectList(xs);
      return list(
        known.items.map((item, i) => later(rt, f, BigInt(i + 1), item)),
        known.open,
      );
    },
  }),
  fakeHash: str(FAKE.hash),
  fakeSha256: str(FAKE.sha256),
  fakeSha512: str(FAKE.sha512),
};

function modifySum(rt: Runtime, f: Lazy, x: Lazy, a: Lazy, b: Lazy): Value {
  const next = force(b);
  if (next === null) return mergeAttrs(expectAttrs(call(rt, f, a, next)), expectAttrs(x));
  const merged = mergeAttrs(expectAttrs(a), expectAttrs(next));
  return native('innerModifySumArgs', 1, (run, more) => modifySum(run, f, x, merged, more));
}
