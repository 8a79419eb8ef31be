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

/** Targets of both service managers: those that systemd ships in its folder of user units. */
const IN_BOTH = [
  'basic',
  'bluetooth',
  'default',
  'exit',
  'paths',
  'printer',
  'shutdown',
  'smartcard',
  'sockets',
  'sound',
  'timers',
].map((name) => `${name}.target`);

/** The targets that only one of the service managers has. */
function targetsOf(manager: string): ReadonlySet<string> {
  const own = UNITS.filter(({ scope, unit }) => scope === manager && unit.endsWith('.target')).map(({ unit }) => unit);
  return new Set(own.filter((name) => !IN_BOTH.includes(name)));
}

export const systemTargets = targetsOf('system');
export const userTargets = targetsOf('user');
export const specialTargets: readonly string[] = [...new Set([...systemTargets, ...userTargets, ...IN_BOTH])];
