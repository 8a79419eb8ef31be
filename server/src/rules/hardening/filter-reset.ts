import type { Entry, Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { entriesOf, isReset, placeOf, writtenUnits } from '../unit-entries';

/** Lists that hold a service in; what one of their lines says is gone when a later line is empty (systemd.exec(5)). */
const LISTS = [
  'CapabilityBoundingSet',
  'SystemCallFilter',
  'SystemCallArchitectures',
  'RestrictAddressFamilies',
  'RestrictNamespaces',
  'IPAddressDeny',
  'InaccessiblePaths',
  'ReadOnlyPaths',
];

/** A restriction that a later line of the same unit takes back. */
export const filterReset: Rule = {
  code: 'filter-reset',
  title: 'Restriction that a later line takes back',
  severity: 'warning',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap((unit) => LISTS.flatMap((key) => check(unit, key))),
};

function check(unit: Unit, key: string): readonly Finding[] {
  const lines = entriesOf(unit).filter((entry) => entry.key === key);
  const undone = lines.findIndex((line, at) => !isReset(line) && lines.slice(at + 1).some(takesBack));
  const entry = lines[undone];
  const reset = lines.slice(undone + 1).find(takesBack);
  if (entry === undefined || reset === undefined) return [];
  const says =
    reset.value.trim() === '~' ? `the later ${key}=~ allows everything again` : `a later empty ${key}= resets the list`;
  return report(filterReset, placeOf(entry), unit, { message: `${key}=${entry.value} has no effect: ${says}.` });
}

/** An empty line, or for capabilities one that takes nothing away. */
function takesBack(line: Entry): boolean {
  return isReset(line) || (line.key === 'CapabilityBoundingSet' && line.value.trim() === '~');
}
