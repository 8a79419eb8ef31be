import { directive } from '../../../systemd/catalogue';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { type KnownEntry, knownEntries } from './known-entries';

/** A directive that the targeted systemd does not have yet, or no longer: it would be ignored. */
export const newerDirective: Rule = {
  code: 'newer-directive',
  title: 'Directive that the targeted systemd lacks',
  severity: 'warning',
  check: ({ analysis, systemd }: Subject) =>
    knownEntries(analysis)
      .filter(({ entry }) => directive(entry.section, entry.key, systemd) === undefined)
      .flatMap((found) => check(found, systemd)),
};

function check({ unit, entry, known }: KnownEntry, systemd: number): readonly Finding[] {
  const { since, removed } = known;
  const age = since === undefined ? 'is newer' : `came with systemd ${since}`;
  const history = removed !== undefined && removed <= systemd ? `is gone since systemd ${removed}` : age;
  const message = `${entry.key}= ${history}; systemd ${systemd} would ignore it.`;
  return report(newerDirective, entry.keys[0], unit, { message });
}
