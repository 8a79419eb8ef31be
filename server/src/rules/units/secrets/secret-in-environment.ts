import { sliceOf } from '../../../systemd/values/slice';
import { isFault, nextWord } from '../../../systemd/values/words';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { placeOf, type UnitEntry, unitEntries } from '../../unit-entries';

/** A password or token written into a unit: all users can read it in the Nix store and from systemd. */
export const secretInEnvironment: Rule = {
  code: 'secret-in-environment',
  title: 'Secret in the environment',
  severity: 'info',
  check: ({ analysis }: Subject) =>
    unitEntries(analysis)
      .filter(({ entry }) => entry.section === 'Service' && entry.key === 'Environment' && entry.holes.length === 0)
      .flatMap(check),
};

const NAME = /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|SECRET_KEY|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY)$/i;
/** Paths, references to other variables, and words that stand for no secret. */
const HARMLESS = /^(|[/~%$@].*|true|false|yes|no|none|null|auto|on|off|\d{1,3}|file:.*|.*\$\{.*|.*<.*>.*)$/i;

function check({ unit, entry }: UnitEntry): readonly Finding[] {
  return assignments(entry.value).flatMap(([name, value]) => {
    if (!NAME.test(name) || HARMLESS.test(value)) return [];
    return report(secretInEnvironment, placeOf(entry), unit, {
      message: `${name} ends up in the Nix store, which everybody can read. Put it into a file that only root reads, and name that in EnvironmentFile= or LoadCredential=.`,
    });
  });
}

/** The variables that an `Environment=` line sets. */
function assignments(line: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  let at: number | undefined = 0;
  while (at !== undefined) {
    const next = nextWord(sliceOf(line), at, { unquote: true, cunescape: true, relaxed: true });
    if (next === undefined || isFault(next)) break;
    const equals = next.word.text.indexOf('=');
    if (equals > 0) found.push([next.word.text.slice(0, equals), next.word.text.slice(equals + 1)]);
    at = next.rest;
  }
  return found;
}
