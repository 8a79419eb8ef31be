import { coerceToString, concatStrings } from './coerce';
import { operatorUnknown } from './conditions';
import { kindWithArticle } from './describe';
import { NixError } from './errors';
import { mismatch } from './expect';
import { fitsInt } from './number';
import { canonicalPath } from './paths';
import type { Runtime } from './runtime';
import { isPath, isString, isUnknown, type NixPath, path, type Unknown, unknown, type Value } from './value';

type Operator = '+' | '-' | '*' | '/';

const NAMES: Readonly<Record<Operator, string>> = {
  '+': 'adding',
  '-': 'subtracting',
  '*': 'multiplying',
  '/': 'dividing',
};

/** `a OPERATOR b` of integers and floats; 64 bit overflow and division by zero are errors, an unknown side gives an unknown. */
export function arithmetic(operator: Operator, a: Value, b: Value): bigint | number | Unknown {
  if (typeof a === 'bigint' && typeof b === 'bigint') return integers(operator, a, b);
  if (isUnknown(a) || isUnknown(b)) return operatorUnknown(operator, a, b);
  if (operator === '/') toFloat(b, 'a float');
  const expected = typeof a === 'number' || typeof b === 'number' ? 'a float' : 'an integer';
  return floats(operator, toFloat(a, expected), toFloat(b, expected));
}

function toFloat(value: Value, expected: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  throw mismatch(expected, value);
}

function integers(operator: Operator, a: bigint, b: bigint): bigint {
  if (operator === '/' && b === 0n) throw new NixError('eval', 'division by zero');
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
  if (fitsInt(result)) return result;
  throw new NixError('eval', `integer overflow in ${NAMES[operator]} ${a} ${operator} ${b}`);
}

function floats(operator: Operator, a: number, b: number): number {
  if (operator === '/' && b === 0) throw new NixError('eval', 'division by zero');
  return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : a / b;
}

/** `a + b`: numbers, paths, or strings, as the left side says. */
export function add(rt: Runtime, a: Value, b: Value): Value {
  if (typeof a === 'bigint' || typeof a === 'number') return addNumber(a, b);
  if (isPath(a)) return addPath(rt, a, b);
  if (isUnknown(a) && !isString(b)) return operatorUnknown('+', a, b);
  const mode = isString(a) || isUnknown(a) ? 'interpolation' : 'plain';
  return concatStrings(rt, [coerceToString(rt, a, { mode }), coerceToString(rt, b, { mode })]);
}

function addNumber(a: bigint | number, b: Value): Value {
  if (typeof b === 'bigint' || typeof b === 'number' || isUnknown(b)) return arithmetic('+', a, b);
  throw new NixError('type', `cannot add ${kindWithArticle(b)} to ${kindWithArticle(a)}`);
}

function addPath(rt: Runtime, a: NixPath, b: Value): Value {
  const tail = coerceToString(rt, b, { mode: 'plain' });
  if (tail.holes !== undefined) return unknown(a.path + tail.text);
  if (tail.context !== undefined) {
    throw new NixError('eval', 'a string that refers to a store path cannot be appended to a path');
  }
  return path(canonicalPath(a.path + tail.text));
}
