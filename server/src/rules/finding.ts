import type { Edit } from '../base/edit';
import type { Origin } from '../base/span';

export type { Edit };

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** The severities, worst first. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** The one to take when several offer themselves. */
  readonly preferred: boolean;
}

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly origin: Origin;
  /** The unit it is about, where it is about one. */
  readonly unit: string | undefined;
  readonly fixes: readonly Fix[];
  /** The program that found it, and its page on the code; this one where undefined. */
  readonly tool?: { readonly name: string; readonly href: string };
}

/** Whether `severity` is as bad as `threshold` or worse. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}
