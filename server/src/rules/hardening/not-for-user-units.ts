import data from '../../../data/hardening.json';
import { parseBoolean } from '../../systemd/values/enumerations';
import type { Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { placeOf, settled, writtenUnits } from '../unit-entries';

const systemOnly: readonly string[] = data.systemOnly;

/** Restrictions that only the system's manager can set up: in the units of a user they do nothing (systemd.exec(5)). */
export const notForUserUnits: Rule = {
  code: 'not-for-user-units',
  title: 'Restriction that user units do not have',
  severity: 'warning',
  check: ({ analysis }: Subject) =>
    writtenUnits(analysis).flatMap((unit) =>
      unit.scope === 'user' ? systemOnly.flatMap((key) => check(unit, key)) : [],
    ),
};

function check(unit: Unit, key: string): readonly Finding[] {
  const entry = settled(unit, 'Service', key);
  const value = entry?.value.trim() ?? '';
  if (entry === undefined || parseBoolean(value) === false || value === 'default' || value === 'all') return [];
  return report(notForUserUnits, placeOf(entry), unit, {
    message: `${key}= is for the services of the system: the manager of a user does not support it.`,
  });
}
