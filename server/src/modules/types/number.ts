import type { Value } from '../../nix/value';
import { type OptionType, optionType } from '../option-type';
import { checked, int, number } from './scalar';

function within(lowest: bigint | number, highest: bigint | number): OptionType['check'] {
  return (_ctx, value) =>
    (typeof value !== 'bigint' && typeof value !== 'number') || (value >= lowest && value <= highest);
}

function bounds(lowest: bigint | number, highest: bigint | number): string {
  return `${lowest} and ${highest} (both inclusive)`;
}

export function intBetween(lowest: bigint, highest: bigint): OptionType {
  return checked(int, within(lowest, highest), 'intBetween', `integer between ${bounds(lowest, highest)}`);
}

export function numberBetween(lowest: bigint | number, highest: bigint | number): OptionType {
  const description = `integer or floating point number between ${bounds(lowest, highest)}`;
  return checked(number, within(lowest, highest), 'numberBetween', description);
}

function sized(name: string, kind: string, lowest: bigint, highest: bigint): OptionType {
  return checked(int, within(lowest, highest), name, `${kind}; between ${bounds(lowest, highest)}`);
}

function unsigned(bits: number): OptionType {
  return sized(`unsignedInt${bits}`, `${bits} bit unsigned integer`, 0n, 2n ** BigInt(bits) - 1n);
}

function signed(bits: number): OptionType {
  const half = 2n ** BigInt(bits - 1);
  return sized(`signedInt${bits}`, `${bits} bit signed integer`, -half, half - 1n);
}

function restricted(base: OptionType, name: string, description: string, holds: (value: Value) => boolean): OptionType {
  const type = checked(base, (_ctx, value) => typeof value === 'object' || holds(value), name, description);
  return optionType({ ...type, descriptionClass: 'nonRestrictiveClause' });
}

const isNumber = (value: Value): value is bigint | number => typeof value === 'bigint' || typeof value === 'number';
const atLeastZero = (value: Value): boolean => isNumber(value) && value >= 0;
const aboveZero = (value: Value): boolean => isNumber(value) && value > 0;

export const ints = {
  unsigned: restricted(int, 'unsignedInt', 'unsigned integer, meaning >=0', atLeastZero),
  positive: restricted(int, 'positiveInt', 'positive integer, meaning >0', aboveZero),
  u8: unsigned(8),
  u16: unsigned(16),
  u32: unsigned(32),
  s8: signed(8),
  s16: signed(16),
  s32: signed(32),
} as const;

export const numbers = {
  nonnegative: restricted(
    number,
    'numberNonnegative',
    'nonnegative integer or floating point number, meaning >=0',
    atLeastZero,
  ),
  positive: restricted(number, 'numberPositive', 'positive integer or floating point number, meaning >0', aboveZero),
} as const;
