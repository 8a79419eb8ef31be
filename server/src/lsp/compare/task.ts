import type { Host } from '../../base/host';
import type { Unit } from '../../units/model';
import type { Log } from '../guard';
import type { Choice, CompareResult } from './protocol';

/** A comparison that is asked for. */
export interface Comparison {
  readonly host: Host;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Tells how far it is, in a line. */
  readonly report: (message: string) => void;
  /** Absolute path of the document. */
  readonly path: string;
  readonly unit: Unit;
  /** The machine or home that was chosen. */
  readonly chosen: string | undefined;
  readonly home: string | undefined;
}

/** The other text, or what there is to do or to say in place of it; undefined when it was cancelled. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | Extract<CompareResult, { readonly kind: 'choose' | 'failed' }>
  | undefined;

export function failed(message: string, logged = false): Answer {
  return { kind: 'failed', message, logged };
}

export function chooseHost(labels: readonly string[]): Answer {
  const choices = labels.map((label): Choice => ({ label, host: label }));
  return { kind: 'choose', what: 'host', choices };
}
