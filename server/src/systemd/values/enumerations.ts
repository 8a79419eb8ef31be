import { byLikeness, slipsOf } from '../distance';
import type { Fault } from '../types';
import type { Grammar } from './grammar';
import { integerBetween, parseInteger } from './integers';
import { accepted, fault, listed, quoted, type Slice } from './slice';

const truths = ['1', 'yes', 'y', 'true', 't', 'on'];
const falsehoods = ['0', 'no', 'n', 'false', 'f', 'off'];

/** A boolean as systemd reads it, letter case ignored (parse_boolean); undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  if (truths.includes(lower)) return true;
  return falsehoods.includes(lower) ? false : undefined;
}

/** Of more words than this only the likely ones are offered instead. */
const fewWords = 16;

/** A fault for a word that is none of the allowed ones. */
export function notOneOf(value: Slice, allowed: readonly string[]): Fault {
  const near = allowed.length > fewWords ? slipsOf(value.text, allowed) : byLikeness(value.text, allowed);
  return fault(value, `${quoted(value.text)} is not allowed here; use ${listed(allowed)}`, near);
}

export const boolean: Grammar = (value) =>
  parseBoolean(value.text) === undefined ? notOneOf(value, ['yes', 'no', 'true', 'false']) : accepted;

/** Enumerations that accept a number in the place of a word, with the largest one (string-table.h, WITH_FALLBACK). */
const largestNumber: Readonly<Record<string, bigint>> = {
  exec_cpu_sched_policy: 2n ** 31n - 1n,
  ip_tos: 255n,
  log_facility: 127n,
  log_level: 7n,
  exec_io_class: 7n,
};

/** Words accepted besides those of the table, and never offered. */
const spareWords: Readonly<Record<string, readonly string[]>> = {
  socket_timestamping: ['nsec', 'usec', 'µs', 'μs'],
};

const alsoBoolean: readonly string[] = ['socket_bind', 'socket_timestamping'];

/** One word of the directive's enumeration, as the version knows it. */
export const enumeration: Grammar = (value, { directive }) => {
  const { values, parser } = directive;
  if (values.includes(value.text) || spareWords[parser]?.includes(value.text)) return accepted;
  const booleans = directive.booleans !== undefined || alsoBoolean.includes(parser);
  if (booleans && parseBoolean(value.text) !== undefined) return accepted;
  const largest = largestNumber[parser];
  const number = largest === undefined ? undefined : parseInteger(value.text);
  if (largest !== undefined && number !== undefined && number >= 0n && number <= largest) return accepted;
  return notOneOf(value, booleans ? [...new Set([...values, 'yes', 'no'])] : values);
};

/** A whole number, or one of some words. */
export function integerOr(words: readonly string[], low: bigint, high: bigint): Grammar {
  const integer = integerBetween(low, high);
  return (value, context) => (words.includes(value.text) ? accepted : integer(value, context));
}

export function oneOf(words: readonly string[]): Grammar {
  return (value) => (words.includes(value.text) ? accepted : notOneOf(value, words));
}
