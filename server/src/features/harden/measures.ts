import data from '../../../data/hardening.json';

/** Why a service cannot bear a measure, such as `jit` or `devices`. */
export type Need = string;

/** A directive's value as it is written in Nix: a truth, a text, or a list with a line for each element. */
export type SettingValue = true | string | readonly string[];

/** Directive and value to be set, and what that could break. */
export interface Setting {
  readonly key: string;
  readonly value: SettingValue;
  readonly breaks: string;
  /** It takes the place of a weaker value. */
  readonly isUpgrade?: boolean;
}

export type Tier = 'safe' | 'strict';

interface ListItem {
  readonly value: string;
  readonly unless: readonly Need[];
}

/** One way to set a directive. Of several for one directive the first that fits is taken. */
export interface Measure {
  readonly key: string;
  readonly value: true | string | readonly ListItem[];
  readonly tier: Tier;
  readonly requires: readonly Need[];
  readonly unless: readonly Need[];
  /** Works in the units of a user's manager without privileges (systemd.exec(5)). */
  readonly inUserUnits: boolean;
  /** Helps another measure rather than the figure. */
  readonly companion: boolean;
  /** The directive whose value is taken over. */
  readonly copies: string | undefined;
  /** Directives to be set along with it, where they are not. */
  readonly along: Readonly<Record<string, string>>;
  /** The words of weaker values that it may take the place of. */
  readonly over: readonly string[];
  readonly breaks: string;
}

interface MeasureData {
  readonly key: string;
  readonly value: boolean | string | readonly (string | ListItem)[];
  readonly set: string;
  readonly requires?: readonly Need[];
  readonly unless?: readonly Need[];
  readonly user?: boolean;
  readonly companion?: boolean;
  readonly copies?: string;
  readonly over?: readonly string[];
  readonly with?: Readonly<Record<string, string>>;
  readonly breaks: string;
}

const rows: readonly MeasureData[] = data.measures;

/** All measures, the less daring of each tier first. */
export const MEASURES: readonly Measure[] = rows.map((row) => ({
  key: row.key,
  value: readValue(row.value),
  tier: row.set === 'safe' ? 'safe' : 'strict',
  requires: row.requires ?? [],
  unless: row.unless ?? [],
  inUserUnits: row.user ?? false,
  companion: row.companion ?? false,
  copies: row.copies,
  along: row.with ?? {},
  over: row.over ?? [],
  breaks: row.breaks,
}));

function readValue(value: MeasureData['value']): Measure['value'] {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return true;
  return value.map((item) => (typeof item === 'string' ? { value: item, unless: [] } : item));
}

const reasons = new Map(Object.entries(data.needs));

/** A need in words that follow 'since'. */
export function reasonOf(need: Need): string {
  return reasons.get(need) ?? need;
}

/** The lines that a value makes in a unit, without the key. */
export function linesOf(value: SettingValue): readonly string[] {
  if (value === true) return ['true'];
  return typeof value === 'string' ? [value] : value;
}
