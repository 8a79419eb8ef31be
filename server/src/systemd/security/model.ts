/** One `Key=value` line as the assessment sees it. */
export interface Assignment {
  readonly key: string;
  readonly value: string;
  /** True: the value hangs on something that is not known. */
  readonly unknown?: boolean;
}

/** What the assessment needs of a unit, whoever declares it. */
export interface AssessableUnit {
  /** `service`, `socket`, `mount` or `swap`: the types that run programs. */
  readonly type: string;
  readonly scope: 'system' | 'user';
  /** Section to its lines, in order. */
  readonly sections: ReadonlyMap<string, readonly Assignment[]>;
}

export type RowState = 'good' | 'bad' | 'not-applicable' | 'unknown';

export interface AssessmentRow {
  /** As systemd names it: `PrivateTmp=`, `SystemCallFilter=~@clock`. */
  readonly id: string;
  /** Its key in systemd's JSON: `PrivateTmp`, `SystemCallFilter_clock`. */
  readonly field: string;
  readonly state: RowState;
  /** As systemd's JSON has it: true for good, false for bad; null when the row does not apply or is not known. */
  readonly set: boolean | null;
  /** What the row adds to the overall figure, in steps of 0.1; null for nothing, and when it is not known. */
  readonly exposure: number | null;
  /** From 0 to `range`; undefined when the row does not apply or is not known. */
  readonly badness: number | undefined;
  readonly range: number;
  /** The row's share in the overall figure. */
  readonly weight: number;
  /** The directives that decide it. */
  readonly reads: readonly string[];
  /** What the row protects from. */
  readonly description: string;
  /** A line of Nix that makes the row good; undefined where lines must be taken away instead. */
  readonly example: string | undefined;
}

export interface Assessment {
  /** The systemd version whose rules were used: the nearest lower one whose rules are known. */
  readonly version: number;
  /** From 0.0 to 10.0, in steps of 0.1. With unknown values: the worst that they can lead to. */
  readonly overall: number;
  /** The best that unknown values can lead to; equal to `overall` where all is known. */
  readonly best: number;
  /** `PERFECT`, `SAFE`, `OK`, `MEDIUM`, `EXPOSED`, `UNSAFE` or `DANGEROUS`; that of `overall`. */
  readonly band: string;
  readonly rows: readonly AssessmentRow[];
}
