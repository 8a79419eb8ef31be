import vocab from '../../../../data/vocab.json';

/** The targets that systemd.special(7) describes for each service manager. */
const SPECIAL = vocab.specialUnits.filter(({ unit }) => unit.endsWith('.target'));

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
];

const BOTH: ReadonlySet<string> = new Set(IN_BOTH.map((name) => `${name}.target`));

export const systemTargets: ReadonlySet<string> = new Set(
  SPECIAL.filter(({ scope, unit }) => scope === 'system' && !BOTH.has(unit)).map(({ unit }) => unit),
);

export const userTargets: ReadonlySet<string> = new Set(
  SPECIAL.filter(({ scope, unit }) => scope === 'user' && !BOTH.has(unit)).map(({ unit }) => unit),
);

export const specialTargets: readonly string[] = [...new Set([...systemTargets, ...userTargets, ...BOTH])];
