import { attrNames, attrsFrom, getAttr, hasAttr, mapAttrs, openSet, removeAttrs, select } from '../attrs';
import { NixError, UnknownSignal } from '../errors';
import { expectAttrs, expectCallable, expectItems, expectList, expectPlainString } from '../expect';
import { placeValue } from '../place';
import type { Runtime } from '../runtime';
import { force, originOf } from '../thunk';
import {
  type Attr,
  type Attrs,
  attrs,
  type Func,
  isFunction,
  isUnknown,
  type Lazy,
  list,
  type OpenWorld,
  str,
  type Unknown,
  unknown,
  type Value,
} from '../value';
import { delayCall, primop } from './kit';

/** What an open set may hold beyond what is known, as the open end of a list. */
function openEnd(open: OpenWorld | undefined): Unknown | undefined {
  return open === undefined ? undefined : unknown(open.why);
}

function listToAttrs(argument: Lazy): Attrs {
  const { items, open } = expectList(argument);
  const entries = new Map<string, Attr>();
  for (const item of items) {
    const pair = expectAttrs(item);
    const nameOf = select(pair, 'name');
    const name = expectPlainString(nameOf);
    if (entries.has(name)) continue;
    const value = pair.entries.get('value');
    entries.set(name, { value: value?.value ?? select(pair, 'value'), key: originOf(nameOf) ?? value?.key });
  }
  return attrs(entries, open && openSet(open).open);
}

function intersect(left: Attrs, right: Attrs): Attrs {
  const entries = new Map<string, Attr>();
  for (const name of attrNames(left)) {
    const value = getAttr(right, name);
    if (value !== undefined) entries.set(name, right.entries.get(name) ?? { value, key: undefined });
  }
  const { open } = left;
  if (open === undefined) return attrs(entries);
  return attrs(entries, { why: open.why, get: (name) => getAttr(right, name) ?? open.get(name), has: open.has });
}

function zipAttrsWith(rt: Runtime, fn: Lazy, argument: Lazy): Attrs {
  expectCallable(fn);
  const { items, open } = expectList(argument);
  const groups = new Map<string, Lazy[]>();
  let rest = open && openSet(open).open;
  for (const item of items) {
    const value = force(item);
    const set = isUnknown(value) ? openSet(value) : expectAttrs(value);
    rest ??= set.open;
    for (const [name, attr] of set.entries) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [attr.value]);
      else group.push(attr.value);
    }
  }
  return attrsFrom(
    [...groups].map(([name, values]) => [name, delayCall(rt, fn, [str(name), list(values)])]),
    rest,
  );
}

function functionArgs(argument: Lazy): Value {
  const value = force(argument);
  if (isUnknown(value)) throw new UnknownSignal(value);
  if (!isFunction(value)) throw new NixError('type', "'functionArgs' requires a function");
  const { formals, formalOrigins } = value;
  return attrs(
    new Map([...(formals ?? [])].map(([name, optional]) => [name, { value: optional, key: formalOrigins?.get(name) }])),
  );
}

/** Where the name was written, as `{ file, line, column }`; null where that is not known. */
function attrPlace(rt: Runtime, set: Attrs, name: string): Value {
  const key = set.entries.get(name)?.key;
  return placeValue(key && rt.place(key));
}

/** The values of one attribute of the sets in a list that have it. */
function catAttrs(name: string, argument: Lazy): Value {
  const { items, open } = expectList(argument);
  const values = items.flatMap((item) => {
    const entry = expectAttrs(item).entries.get(name);
    return entry === undefined ? [] : [entry.value];
  });
  return list(values, open);
}

export const attrBuiltins: readonly Func[] = [
  primop('attrNames', 1, (_rt, argument) => {
    const set = expectAttrs(argument);
    return list(
      attrNames(set).map((name) => str(name)),
      openEnd(set.open),
    );
  }),
  primop('attrValues', 1, (_rt, argument) => {
    const set = expectAttrs(argument);
    return list(
      attrNames(set).map((name) => set.entries.get(name)?.value ?? null),
      openEnd(set.open),
    );
  }),
  primop('catAttrs', 2, (_rt, name, argument) => catAttrs(expectPlainString(name), argument)),
  primop('functionArgs', 1, (_rt, argument) => functionArgs(argument)),
  primop('getAttr', 2, (_rt, name, argument) => {
    const wanted = expectPlainString(name);
    return force(select(expectAttrs(argument), wanted));
  }),
  primop('hasAttr', 2, (_rt, name, argument) => {
    const wanted = expectPlainString(name);
    return hasAttr(expectAttrs(argument), wanted);
  }),
  primop('intersectAttrs', 2, (_rt, left, right) => intersect(expectAttrs(left), expectAttrs(right))),
  primop('listToAttrs', 1, (_rt, argument) => listToAttrs(argument)),
  primop('mapAttrs', 2, (rt, fn, argument) =>
    mapAttrs(expectAttrs(argument), (name, value) => delayCall(rt, fn, [str(name), value])),
  ),
  primop('removeAttrs', 2, (_rt, argument, names) => {
    const set = expectAttrs(argument);
    return removeAttrs(set, new Set(expectItems(names).map(expectPlainString)));
  }),
  primop('unsafeGetAttrPos', 2, (rt, name, argument) => {
    const wanted = expectPlainString(name);
    return attrPlace(rt, expectAttrs(argument), wanted);
  }),
  primop('zipAttrsWith', 2, (rt, fn, argument) => zipAttrsWith(rt, fn, argument)),
];
