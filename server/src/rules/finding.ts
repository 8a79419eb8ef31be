import type { Origin } from '../base/span';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface Edit {
  readonly origin: Origin;
  readonly newText: string;
}

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
}
