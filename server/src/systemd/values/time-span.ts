import vocab from '../../../data/vocab.json';
import { slipsOf } from '../distance';
import type { Verdict } from '../types';
import type { Grammar } from './grammar';
import { accepted, fault, isBlank, quoted, type Slice, whitespace } from './slice';

const largest = 2n ** 64n - 1n;
const units = vocab.timeSpan.units.map(({ unit, microseconds }) => ({ unit, size: BigInt(microseconds) }));
const nanosecondUnits = [
  ...units.map(({ unit, size }) => ({ unit, size: size * 1000n })),
  ...vocab.timeSpan.nanosecondOnlyUnits.map((unit) => ({ unit, size: 1n })),
];

interface Unit {
  readonly unit: string;
  readonly size: bigint;
}

export interface SpanError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * A time span in microseconds, `infinity` as Infinity; undefined when it is none. A bare number is in `unit`
 * microseconds, seconds by default (systemd's parse_time).
 */
export function parseTimeSpan(text: string, unit = 1_000_000): number | undefined {
  const result = readSpan(text, units, BigInt(unit));
  return typeof result === 'bigint' ? toNumber(result) : undefined;
}

/** A time span in nanoseconds, a bare number being nanoseconds (parse_nsec). */
export function parseNanoseconds(text: string): number | undefined {
  const result = readSpan(text, nanosecondUnits, 1n);
  return typeof result === 'bigint' ? toNumber(result) : undefined;
}

function toNumber(value: bigint): number {
  return value === largest ? Number.POSITIVE_INFINITY : Number(value);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && whitespace.includes(text[at] ?? '')) at++;
  return at;
}

function readSpan(text: string, table: readonly Unit[], defaultSize: bigint): bigint | SpanError {
  const first = skipSpace(text, 0);
  if (text.startsWith('infinity', first)) {
    if (isBlank(text.slice(first + 8))) return largest;
    return { message: "Nothing may follow 'infinity'", start: first + 8, end: text.length };
  }
  let total = 0n;
  let at = first;
  if (at >= text.length) return { message: 'A time span is expected, such as 5min 30s', start: 0, end: text.length };
  while (at < text.length) {
    const item = readItem(text, at, table, defaultSize);
    if ('message' in item) return item;
    total += item.size;
    if (total >= largest) return { message: 'This time span is too long', start: first, end: text.length };
    at = skipSpace(text, item.end);
  }
  return total;
}

function readItem(
  text: string,
  start: number,
  table: readonly Unit[],
  defaultSize: bigint,
): SpanError | { readonly size: bigint; readonly end: number } {
  if (text[start] === '-') return { message: 'A time span cannot be negative', start, end: text.length };
  const number = /^\+?([0-9]*)(\.[0-9]*)?/.exec(text.slice(start)) ?? [];
  const [whole = '', digits = '', fraction] = number;
  const rest = start + whole.length;
  if (fraction === '.' || (digits === '' && (fraction === undefined || whole.startsWith('+')))) {
    const from = lettersBefore(text, start);
    const what = quoted(wordAt(text, from));
    return {
      message: from < start ? `${what} is not a unit of time` : `A number is expected, not ${what}`,
      start: from,
      end: wordEnd(text, start),
    };
  }
  const unitAt = skipSpace(text, rest);
  const unit = table.find((entry) => text.startsWith(entry.unit, unitAt));
  const next = text[unitAt];
  if (unit === undefined && unitAt === rest && next !== undefined) {
    return { message: `${quoted(wordAt(text, rest))} is not a unit of time`, start: rest, end: wordEnd(text, rest) };
  }
  const size = unit?.size ?? defaultSize;
  const count = BigInt(digits === '' ? '0' : digits);
  const tooLong = { message: 'This time span is too long', start, end: rest };
  if (count >= 2n ** 63n || count >= largest / size) return tooLong;
  let sum = count * size;
  let place = size / 10n;
  for (const digit of fraction?.slice(1) ?? '') {
    sum += BigInt(digit) * place;
    place /= 10n;
  }
  return { size: sum, end: unit === undefined ? unitAt : unitAt + unit.unit.length };
}

/** Where the letters right before a place begin: a unit was read from them, and the rest of the word is none. */
function lettersBefore(text: string, from: number): number {
  return from - (/[a-zµμ]*$/i.exec(text.slice(0, from))?.[0].length ?? 0);
}

function wordEnd(text: string, from: number): number {
  let end = from + 1;
  while (end < text.length && !whitespace.includes(text[end] ?? '')) end++;
  return Math.min(end, text.length);
}

function wordAt(text: string, from: number): string {
  return text.slice(from, wordEnd(text, from));
}

/** Units, or `infinity`, that a wrong part may have been meant for. */
function wordsFor(text: string): readonly string[] {
  if (/^(inf|infinite|never|none|unlimited|forever|off)$/i.test(text)) return ['infinity'];
  return /^[a-zµμ]+$/i.test(text)
    ? slipsOf(
        text,
        units.map(({ unit }) => unit),
      )
    : [];
}

function spanGrammar(
  table: readonly Unit[],
  defaultSize: bigint,
  check: (size: bigint, value: Slice) => string | undefined,
): (value: Slice) => Verdict {
  return (value) => {
    const result = readSpan(value.text, table, defaultSize);
    if (typeof result === 'bigint') {
      const message = check(result, value);
      return message === undefined ? accepted : fault(value, message);
    }
    const start = value.offsets[result.start] ?? 0;
    const end = value.offsets[result.end] ?? start;
    return {
      ok: false,
      message: result.message,
      start,
      end,
      allowed: wordsFor(value.text.slice(result.start, result.end)),
    };
  };
}

const any = () => undefined;

export const seconds = spanGrammar(units, 1_000_000n, any);
export const nanoseconds: Grammar = spanGrammar(nanosecondUnits, 1n, any);

/** ManagedOOMMemoryPressureDurationSec=: at least a second, not infinite. */
export const pressureDuration: Grammar = spanGrammar(units, 1_000_000n, (size) =>
  size < 1_000_000n || size === largest ? 'This must be at least 1s and not infinite' : undefined,
);
