import { isDerivation } from './attrs';
import { andUnknown, distinctTexts, equalUnknown } from './conditions';
import { enter, type Runtime } from './runtime';
import { force } from './thunk';
import {
  type Attrs,
  isAttrs,
  isFunction,
  isList,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  type List,
  type NixString,
  type Unknown,
  type Value,
} from './value';

/** True, false, or the condition on which it depends. */
export type Truth = boolean | Unknown;

/** `a == b`. Functions are never equal, but one and the same element of two collections is, as in Nix. */
export function equals(rt: Runtime, a: Lazy, b: Lazy): Truth {
  return equalValues(rt, force(a), force(b));
}

/** As `equals`, for elements of lists and sets. */
export function equalElements(rt: Runtime, a: Lazy, b: Lazy): Truth {
  const left = force(a);
  return a === b ? true : equalValues(rt, left, force(b));
}

function equalValues(rt: Runtime, a: Value, b: Value): Truth {
  if (isUnknown(a) || isUnknown(b)) return equalUnknown(a, b);
  if (typeof a === 'number' || typeof b === 'number') return equalNumbers(a, b);
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isString(a)) return isString(b) && equalStrings(a, b);
  if (isPath(a)) return isPath(b) && a.path === b.path;
  if (isFunction(a)) return false;
  const depth = rt.depth;
  enter(rt);
  const truth = isList(a) ? isList(b) && equalLists(rt, a, b) : isAttrs(b) && equalAttrs(rt, a, b);
  rt.depth = depth;
  return truth;
}

function equalNumbers(a: Value, b: Value): boolean {
  const comparable = (value: Value) => typeof value === 'number' || typeof value === 'bigint';
  return comparable(a) && comparable(b) && Number(a) === Number(b);
}

function equalStrings(a: NixString, b: NixString): Truth {
  if (a.text === b.text) return true;
  if (a.holes === undefined && b.holes === undefined) return false;
  return distinctTexts(a, b) ? false : equalUnknown(a, b);
}

/** Both must hold; `right` is not asked when `left` is false. */
function both(left: Truth, right: () => Truth): Truth {
  if (left === false) return false;
  const other = right();
  if (left === true || other === false) return other;
  return other === true ? left : andUnknown(left, other);
}

function equalLists(rt: Runtime, a: List, b: List): Truth {
  const shared = Math.min(a.items.length, b.items.length);
  if (a.open === undefined && b.items.length > shared) return false;
  if (b.open === undefined && a.items.length > shared) return false;
  let truth: Truth = true;
  for (let i = 0; i < shared && truth !== false; i++) {
    truth = both(truth, () => equalElements(rt, a.items[i] as Lazy, b.items[i] as Lazy));
  }
  const rest = a.open ?? b.open;
  return rest === undefined ? truth : both(truth, () => equalUnknown(a, b));
}

function equalAttrs(rt: Runtime, a: Attrs, b: Attrs): Truth {
  if (isDerivation(a) && isDerivation(b)) {
    const left = a.entries.get('outPath');
    const right = b.entries.get('outPath');
    if (left !== undefined && right !== undefined) return equalElements(rt, left.value, right.value);
  }
  const open = a.open ?? b.open;
  if (open === undefined && a.entries.size !== b.entries.size) return false;
  let truth: Truth = true;
  for (const [name, { value }] of a.entries) {
    const other = b.entries.get(name);
    if (other === undefined && b.open === undefined) return false;
    if (other !== undefined) truth = both(truth, () => equalElements(rt, value, other.value));
    if (truth === false) return false;
  }
  if (open === undefined) return truth;
  if (a.open === b.open && a.entries === b.entries) return truth;
  return both(truth, () => equalUnknown(a, b));
}
