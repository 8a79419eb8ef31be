import data from '../../data/releases.json';

/** The releases of NixOS that a configuration may be for, such as `25.05` to `25.05`. */
export interface ReleaseRange {
  /** The oldest that it may be for. */
  readonly from: string;
  /** The newest that it may be for. */
  readonly to: string;
}

/** What a release has since, or until just before, another. */
interface Lifetime {
  readonly since?: string;
  readonly until?: string;
}

/** An option that not all releases have. */
export interface OptionHistory extends Lifetime {
  readonly name: string;
  /** What to write in its place. */
  readonly instead?: string;
}

/** The systemd that each release carries; those that came later are not told from the newest. */
export const systemdOf: ReadonlyMap<string, number> = new Map(Object.entries(data.systemd));

/** The releases in their order. */
export const releases: readonly string[] = [...systemdOf.keys()].toSorted();

/** Options of the whole system. */
export const optionHistory: readonly OptionHistory[] = data.options;

/** Options of a unit, by their names inside of it. */
export const unitOptionHistory: ReadonlyMap<string, OptionHistory> = new Map(
  data.unitOptions.map((option) => [option.name, option] as const),
);

/** Whether some release of a range has something; without a range, whether the newest has. */
export function fits({ since, until }: Lifetime, range: ReleaseRange | undefined): boolean {
  if (range === undefined) return until === undefined;
  return (since === undefined || since <= range.to) && (until === undefined || until > range.from);
}

/** Since which release the argument of a rule of `systemd.tmpfiles.settings` is escaped. */
export const ESCAPED_SINCE: string = data.tmpfilesArgumentEscapedSince;

const SINCE = new Map(optionHistory.map(({ name, since }) => [name, since] as const));

/** Whether some release of a range has an option, or had it: one that is gone is still known, as removed. */
export function isKnownTo(range: ReleaseRange | undefined, option: string): boolean {
  const since = SINCE.get(option);
  return range === undefined || since === undefined || since <= range.to;
}

/** Whether some release of a range has an option of a unit. */
export function unitOptionIn(range: ReleaseRange | undefined, option: string): boolean {
  const history = unitOptionHistory.get(option);
  return history === undefined || range === undefined || fits(history, range);
}
