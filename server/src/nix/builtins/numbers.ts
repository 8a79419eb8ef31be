import { arithmetic } from '../arithmetic';
import { lessThan } from '../compare';
import { NixError } from '../errors';
import { expectInt, mismatch } from '../expect';
import { fitsInt, formatFloat } from '../number';
import { force } from '../thunk';
import type { Func, Lazy } from '../value';
import { primop } from './kit';

function binary(name: string, operator: '+' | '-' | '*' | '/'): Func {
  return primop(name, 2, (_rt, a, b) => arithmetic(operator, force(a), force(b)));
}

function bits(name: string, combine: (a: bigint, b: bigint) => bigint): Func {
  return primop(name, 2, (_rt, a, b) => combine(expectInt(a), expectInt(b)));
}

/** Rounds a float to an integer; an integer stays. */
function rounding(name: string, round: (value: number) => number): Func {
  return primop(name, 1, (_rt, argument) => round64(argument, round));
}

function round64(argument: Lazy, round: (value: number) => number): bigint {
  const value = force(argument);
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') throw mismatch('a float', value);
  const rounded = round(value);
  if (Number.isFinite(rounded) && fitsInt(BigInt(rounded))) return BigInt(rounded);
  throw new NixError('eval', `NixFloat argument ${formatFloat(value)} is not in the range of NixInt`);
}

export const numberBuiltins: readonly Func[] = [
  binary('add', '+'),
  binary('sub', '-'),
  binary('mul', '*'),
  binary('div', '/'),
  bits('bitAnd', (a, b) => a & b),
  bits('bitOr', (a, b) => a | b),
  bits('bitXor', (a, b) => a ^ b),
  rounding('ceil', Math.ceil),
  rounding('floor', Math.floor),
  primop('lessThan', 2, (rt, a, b) => lessThan(rt, a, b)),
];
