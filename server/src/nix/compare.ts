import { operandText } from './conditions';
import { describeValue, kindWithArticle } from './describe';
import { equalElements } from './equal';
import { NixError } from './errors';
import { compareBytes } from './order';
import { enter, type Runtime } from './runtime';
import { force } from './thunk';
import {
  isList,
  isPath,
  isString,
  isUnknown,
  kindOf,
  type Lazy,
  type List,
  type Unknown,
  unknown,
  type Value,
} from './value';

/** `a < b` for numbers, strings, paths and lists; unknown where a side is. */
export function lessThan(rt: Runtime, a: Lazy, b: Lazy): boolean | Unknown {
  const left = force(a);
  const right = force(b);
  if (isUnknown(left) || isUnknown(right)) return lessUnknown(left, right);
  const isNumber = (value: Value) => typeof value === 'bigint' || typeof value === 'number';
  if (isNumber(left) && isNumber(right)) return (left as number) < (right as number);
  if (isString(left) && isString(right)) {
    if (left.holes !== undefined || right.holes !== undefined) return lessUnknown(left, right);
    return compareBytes(left.text, right.text) < 0;
  }
  if (isPath(left) && isPath(right)) return compareBytes(left.path, right.path) < 0;
  if (isList(left) && isList(right)) return lessLists(rt, left, right);
  throw incomparable(left, right);
}

/** Something unknown is rather more than a constant that the code compares it with: a version is rather new. */
function lessUnknown(left: Value, right: Value): Unknown {
  return unknown(`${operandText(left)} < ${operandText(right)}`, { op: 'leaf', likely: !isUnknown(left) });
}

function incomparable(left: Value, right: Value): NixError {
  const kinds = `${kindWithArticle(left)} with ${kindWithArticle(right)}`;
  const values = `values are ${describeValue(left)} and ${describeValue(right)}`;
  const same = kindOf(left) === kindOf(right);
  return new NixError(
    'type',
    `cannot compare ${kinds}; ${same ? `values of that type are incomparable (${values})` : values}`,
  );
}

function lessLists(rt: Runtime, left: List, right: List): boolean | Unknown {
  const depth = rt.depth;
  enter(rt);
  for (let i = 0; ; i++) {
    const a = left.items[i];
    const b = right.items[i];
    if (a === undefined || b === undefined) {
      rt.depth = depth;
      if ((a === undefined && left.open) || (b === undefined && right.open)) return lessUnknown(left, right);
      return b !== undefined;
    }
    const same = equalElements(rt, a, b);
    if (same === true) continue;
    rt.depth = depth;
    return same === false ? lessThan(rt, a, b) : lessUnknown(left, right);
  }
}
