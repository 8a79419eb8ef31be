import type { Grammar } from './grammar';
import { accepted, fault, quoted, type Slice } from './slice';

export interface IntegerRules {
  /** Without a base, `0x`, `0b`, `0o` and a leading `0` choose it, as in C. */
  readonly base?: 8 | 10;
  readonly signs?: boolean;
  readonly leadingZeros?: boolean;
  readonly leadingSpace?: boolean;
}

const forms: readonly { readonly pattern: RegExp; readonly prefix: string; readonly skip: number }[] = [
  { pattern: /^0x[0-9a-f]+$/i, prefix: '0x', skip: 2 },
  { pattern: /^0b[01]+$/i, prefix: '0b', skip: 2 },
  { pattern: /^0o[0-7]+$/i, prefix: '0o', skip: 2 },
  { pattern: /^0[0-7]*$/, prefix: '0o', skip: 0 },
  { pattern: /^[1-9][0-9]*$/, prefix: '', skip: 0 },
];

/** A whole number as systemd's safe_ato* functions read it (parse-util.c); undefined when the text is none. */
export function parseInteger(text: string, rules: IntegerRules = {}): bigint | undefined {
  const { base, signs = true, leadingZeros = true, leadingSpace = true } = rules;
  const unspaced = leadingSpace ? text.replace(/^[ \t\n\r]+/, '') : text;
  const sign = /^[+-]/.exec(unspaced)?.[0] ?? '';
  const digits = unspaced.slice(sign.length);
  if ((sign !== '' && !signs) || (!leadingZeros && digits.length > 1 && digits.startsWith('0'))) return undefined;
  const magnitude =
    base === undefined
      ? parseAnyBase(sign === '' ? digits.replace(/^(0[bo])[ \t]*\+?/i, '$1') : digits)
      : parseInBase(digits, base);
  return magnitude === undefined || sign !== '-' ? magnitude : -magnitude;
}

function parseInBase(digits: string, base: 8 | 10): bigint | undefined {
  if (base === 10) return /^[0-9]+$/.test(digits) ? BigInt(digits) : undefined;
  return /^[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : undefined;
}

function parseAnyBase(digits: string): bigint | undefined {
  const form = forms.find(({ pattern }) => pattern.test(digits));
  return form === undefined ? undefined : BigInt(form.prefix + digits.slice(form.skip));
}

export const limits = {
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  unsigned: [0n, 2n ** 32n - 1n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  u64: [0n, 2n ** 64n - 1n],
} as const;

/** A whole number between two inclusive limits. */
export function integerBetween(low: bigint, high: bigint, rules: IntegerRules = {}): Grammar {
  return (value) => {
    const number = parseInteger(value.text, rules);
    if (number === undefined) return fault(value, `${quoted(value.text)} is not a whole number`);
    return number < low || number > high ? outOfRange(value, number, low, high) : accepted;
  };
}

/** A whole number within the directive's own limits. */
export const rangedInteger: Grammar = (value, context) => {
  const [low, high] = context.directive.range ?? [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  return integerBetween(BigInt(low), BigInt(high))(value, context);
};

function outOfRange(value: Slice, number: bigint, low: bigint, high: bigint) {
  const narrow = high - low < 2n ** 20n;
  const bounds = narrow ? `from ${low} to ${high}` : number < low ? `of at least ${low}` : `of at most ${high}`;
  return fault(value, `${quoted(value.text)} is out of range; allowed is a whole number ${bounds}`);
}

/** Permissions in octal, at most 7777 (parse_mode). */
export const mode: Grammar = (value) => {
  const number = parseInteger(value.text, { base: 8, signs: false });
  if (number === undefined) return fault(value, `${quoted(value.text)} is not an octal mode such as 0644`);
  return number > 0o7777n ? fault(value, `Mode ${quoted(value.text)} is larger than 7777`) : accepted;
};
