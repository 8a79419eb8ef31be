import { lineMap, type Range, rangeOf } from '../base/span';
import { notationOf } from '../sources/edit';
import { needsNoHash, type Pin } from '../sources/pin';
import { pinName } from '../sources/pin-name';
import type { NoPlan, Plan } from '../sources/plan';
import { argvOf, type PrefetchResult } from '../sources/prefetch';
import { formatHash, sameHash } from '../store/hash';

/** What became of a pin. `unchecked`: well formed, and nothing was fetched. */
export type HashStatus = 'ok' | 'stale' | 'placeholder' | 'malformed' | 'unreachable' | 'unsupported' | 'unchecked';

/** A pin as the `hash` command reports it; ranges count from 0. */
export interface HashRow {
  readonly file: string;
  readonly range: Range;
  readonly fetcher: string;
  readonly attribute: string;
  readonly current: string | null;
  readonly actual: string | null;
  readonly status: HashStatus;
  readonly command: readonly string[];
  readonly message: string;
}

function rowOf(pin: Pin, file: string, text: string): Omit<HashRow, 'status' | 'message'> {
  return {
    file,
    range: rangeOf(lineMap(text), pin.hash.literal?.origin ?? pin.call),
    fetcher: pin.fetcher.name,
    attribute: pin.hash.attribute.name,
    current: pin.hash.text ?? null,
    actual: null,
    command: [],
  };
}

/** What the text alone tells of a pin. */
export function staticRow(pin: Pin, file: string, text: string): HashRow {
  const row = rowOf(pin, file, text);
  const { state } = pin.hash;
  switch (state.kind) {
    case 'placeholder':
      return { ...row, status: 'placeholder', message: 'the hash is a placeholder' };
    case 'malformed':
      return { ...row, status: 'malformed', message: state.message };
    case 'plausible':
      return { ...row, status: 'unchecked', message: 'well formed' };
    case 'absent':
      if (needsNoHash(pin)) return { ...row, status: 'ok', message: 'it needs no hash' };
      return { ...row, status: 'placeholder', message: 'there is no hash' };
    case 'unknown':
      return { ...row, status: 'unsupported', message: 'the hash is not known here' };
  }
}

function commandOf(plan: Plan | NoPlan): readonly string[] {
  if (plan.kind !== 'plan') return [];
  const [first] = plan.commands;
  if (first !== undefined) return argvOf(first, {});
  return 'url' in plan.source ? [plan.source.kind === 'git' ? 'git' : 'download', plan.source.url] : [];
}

/** What fetching a pin's source told. */
export function fetchedRow(pin: Pin, file: string, text: string, plan: Plan | NoPlan, result: PrefetchResult): HashRow {
  const row = { ...rowOf(pin, file, text), command: commandOf(plan) };
  switch (result.kind) {
    case 'hash': {
      const found = { ...row, command: result.command, actual: formatHash(result.hash, notationOf(pin)) };
      const { state } = pin.hash;
      if (state.kind !== 'plausible')
        return {
          ...found,
          status: state.kind === 'malformed' ? 'malformed' : 'placeholder',
          message: 'the hash can be filled in',
        };
      if (sameHash(state.hash, result.hash)) return { ...found, status: 'ok', message: 'the hash fits' };
      return { ...found, status: 'stale', message: 'the source has another hash' };
    }
    case 'unsupported':
    case 'refused':
      return { ...row, status: 'unsupported', message: result.message };
    default:
      return { ...row, status: 'unreachable', message: result.message };
  }
}

/** A source that could not be fetched, and that changed since the last commit under a hash that did not. */
export function staleRow(row: HashRow): HashRow {
  if (row.status !== 'unreachable' && row.status !== 'unsupported') return row;
  const message = `the source changed since the last commit and its hash did not (not fetched: ${row.message})`;
  return { ...row, status: 'stale', message };
}

/** The line of a pin for the terminal. */
export function rowLine(row: HashRow, pin: Pin, written: boolean): string {
  const place = `${row.file}:${row.range.start.line + 1}`;
  if (written) return `${place}: ${pinName(pin)}: ${row.attribute} is now ${row.actual}\n`;
  const actual = row.actual !== null && row.status !== 'ok' ? `, ${row.attribute} should be ${row.actual}` : '';
  return `${place}: ${pinName(pin)}: ${row.status}: ${row.message}${actual}\n`;
}
