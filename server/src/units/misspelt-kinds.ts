import { OptionError } from '../modules/errors';
import { quoteAttrName } from '../syntax/quote';
import { editDistance } from '../systemd/distance';
import type { Configuration } from './configuration';
import { OPTION_KINDS } from './kinds';
import type { Collector } from './problems';
import { SCOPES } from './read-units';

const SHORT = 6;

/** The kind that a name is a slip of: `service` for `services`, `Timers` for `timers`. */
export function kindMeant(name: string): string | undefined {
  const limit = name.length < SHORT ? 1 : 2;
  return [...OPTION_KINDS.keys()].find((kind) => editDistance(name.toLowerCase(), kind, limit) <= limit);
}

/** Reports names under `systemd`, `systemd.user` and `boot.initrd.systemd` that look like a kind of units and are no option. */
export function reportMisspeltKinds({ evaluation }: Configuration, to: Collector): void {
  const places = new Set(SCOPES.map(({ path }) => path.join('.')));
  for (const { path, def } of evaluation.unmatched()) {
    const [name = ''] = path.slice(-1);
    const place = path.slice(0, -1).join('.');
    const meant = places.has(place) ? kindMeant(name) : undefined;
    if (meant === undefined) continue;
    const message = `There is no option ${place}.${quoteAttrName(name)}: its units are not made. Did you mean ${place}.${meant}?`;
    to.report(new OptionError('misspelt-kind', message, def.key, message));
  }
}
