import type { Edit } from '../../base/edit';
import { DEFAULT_OPTIONS, type PrefetchOptions } from '../../sources/prefetch';
import type { State } from '../state';

/** A command that works for the user, and can be cancelled. */
export interface Task {
  readonly state: State;
  readonly signal: AbortSignal;
  /** Tells how far it is, in a line. */
  readonly report: (message: string) => void;
  /** Edits a document as of now; false when the editor did not take the edits. */
  readonly edit: (label: string, uri: string, edits: readonly Edit[]) => Promise<boolean>;
  /** Publishes the findings of a document again. */
  readonly publish: (uri: string) => void;
}

/** How a command ended, in a line for the user; no message where what it did is seen. */
export type Outcome =
  | { readonly kind: 'done'; readonly message?: string }
  | { readonly kind: 'failed'; readonly message: string };

export const DONE: Outcome = { kind: 'done' };

export function done(message: string): Outcome {
  return { kind: 'done', message };
}

export function failed(message: string): Outcome {
  return { kind: 'failed', message };
}

/** How a task fetches: as the settings allow, with its progress told. */
export function prefetchOptions({ state, signal, report }: Task): PrefetchOptions {
  return { ...DEFAULT_OPTIONS, allowInsecure: state.settings().allowInsecure, signal, onProgress: report };
}
