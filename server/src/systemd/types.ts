/** What an empty assignment (`Key=`) does. */
export type EmptyValue = 'invalid' | 'resets' | 'no-op' | 'value';

export interface ListSemantics {
  /** What separates several values on one line; undefined when it takes one value a line. */
  readonly splitsOn: string | undefined;
  readonly mode: 'append' | 'append-unique' | 'merge-set' | 'replace-by-key' | 'bitmask-or' | 'replace';
  readonly emptyResets: boolean;
}

/** A directive of one section. Facts: systemd's load-fragment-gperf.gperf.in, load-fragment.c and manual pages, 252 to 262. */
export interface Directive {
  readonly section: string;
  readonly name: string;
  /** `boolean`, `enum:service_type`, `seconds`, … */
  readonly type: string;
  /** Allowed words of an enumeration in the newest version. */
  readonly values: readonly string[];
  readonly default: string | undefined;
  /** First version that has it; undefined when that lies before 183 or is not known. */
  readonly since: number | undefined;
  /** First version that no longer has it. */
  readonly removed: number | undefined;
  readonly list: ListSemantics | undefined;
  readonly empty: EmptyValue;
  /** Characters accepted before the value or each word. */
  readonly prefixes: readonly string[];
  readonly specifiers: string;
  /** Accepted still, but no longer to be written. */
  readonly legacy: boolean;
  /** The directive to write instead; `[Unit] StartLimitIntervalSec` when it is in another section. */
  readonly successor: string | undefined;
  readonly man: string | undefined;
}

/** The words about a directive: ours, editable, one file a manual page. */
export interface DirectiveDoc {
  readonly description: string;
  /** A line or two of Nix. */
  readonly example: string | undefined;
}

export type Verdict =
  | { readonly ok: true }
  /** `start` and `end` are offsets in the value; `allowed` lists words to offer instead. */
  | {
      readonly ok: false;
      readonly message: string;
      readonly start: number;
      readonly end: number;
      readonly allowed: readonly string[];
    };
