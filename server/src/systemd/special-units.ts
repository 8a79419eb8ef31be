import vocab from '../../data/vocab.json';

/** A unit that systemd itself gives a meaning (systemd.special(7)). */
export interface SpecialUnit {
  readonly unit: string;
  /** The manager that has it: `system` or `user`. */
  readonly scope: string;
  /** The version of systemd that brought it; null when that is long ago. */
  readonly since: number | null;
}

const UNITS: readonly SpecialUnit[] = vocab.specialUnits;

/** The special units of a name: the managers of the system and of users share some. */
export function specialUnits(name: string): readonly SpecialUnit[] {
  return UNITS.filter(({ unit }) => unit === name);
}

/** Whether a unit is systemd's own: one that has a meaning to it, or that comes with it. */
export function isSystemdsOwn(name: string): boolean {
  return name.startsWith('systemd-') || UNITS.some(({ unit }) => unit === name);
}
