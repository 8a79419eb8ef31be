/** What an empty assignment (`Key=`) does. */
export type EmptyValue = 'invalid' | 'resets' | 'no-op' | 'value';

export type ListMode = 'append' | 'append-unique' | 'merge-set' | 'replace-by-key' | 'bitmask-or' | 'replace';

export interface ListSemantics {
  /** What separates several values on one line; undefined when it takes one value a line. */
  readonly splitsOn: string | undefined;
  readonly mode: ListMode;
  readonly emptyResets: boolean;
}

/**
 * A directive of one section as one systemd version has it.
 * Facts: systemd's load-fragment-gperf.gperf.in, load-fragment.c and manual pages, 252 to 262.
 */
export interface Directive {
  readonly section: string;
  readonly name: string;
  /** `boolean`, `enum:service_type`, `seconds`, … */
  readonly type: string;
  /** systemd's parser of the value in this version without `config_parse_`: `bool`, `pid_file`, …; it decides how a value is judged. */
  readonly parser: string;
  /** Allowed words of an enumeration in this version. */
  readonly values: readonly string[];
  /** The words that booleans stand for in an enumeration that accepts them too. */
  readonly booleans: { readonly true: string; readonly false: string } | undefined;
  /** Further accepted literals, or remarks such as `hexadecimal mask`. */
  readonly extraValues: readonly string[];
  /** Inclusive numeric limits. */
  readonly range: readonly [number, number] | undefined;
  readonly default: string | undefined;
  /** First version that has it; undefined when that lies before 183 or is not known. */
  readonly since: number | undefined;
  /** First version read that no longer has it. */
  readonly removed: number | undefined;
  readonly list: ListSemantics | undefined;
  readonly empty: EmptyValue;
  /** Characters accepted before the value or each word. */
  readonly prefixes: readonly string[];
  /** Which specifiers expand in it: `none`, `full`, `path`, `name`, `install`, … */
  readonly specifiers: string;
  /** Accepted still, but no longer to be written. */
  readonly legacy: boolean;
  /** Accepted in this version, but without any effect. */
  readonly ignored: boolean;
  readonly undocumented: boolean;
  /** The directive to write instead; `[Unit] StartLimitIntervalSec` when it is in another section. */
  readonly successor: string | undefined;
  /** A value that does not parse makes the whole unit fail to load. */
  readonly fatal: boolean;
  /** The manual page, such as `systemd.exec`. */
  readonly man: string | undefined;
  /** The entry's anchor on that page, such as `LimitCPU=`. */
  readonly anchor: string | undefined;
}

/** A directive to write in the place of one that does not exist. */
export interface Suggestion {
  readonly section: string;
  readonly name: string;
  /** Why it is offered: other letter case, a slip of the fingers, or another tool's word. */
  readonly reason: 'case' | 'typo' | 'synonym';
}

/** The words about a directive, written by hand, one file a manual page. */
export interface DirectiveDoc {
  readonly description: string;
  /** A line or two of Nix. */
  readonly example: string | undefined;
}

export interface Fault {
  readonly ok: false;
  readonly message: string;
  /** Offsets of the wrong part in the value. */
  readonly start: number;
  readonly end: number;
  /** Words to offer instead, the most likely first. */
  readonly allowed: readonly string[];
  /** systemd drops the wrong part without a word; otherwise it warns and ignores the value, or refuses the unit. */
  readonly silent?: boolean;
}

export type Verdict = { readonly ok: true } | Fault;

/** Something to offer inside a value, as plain data. */
export interface ValueItem {
  readonly label: string;
  readonly kind: 'word' | 'group' | 'unit' | 'specifier' | 'prefix' | 'number-unit' | 'example';
  readonly detail: string;
  /** Offset in the text before the cursor from which the label replaces it. */
  readonly from: number;
}
