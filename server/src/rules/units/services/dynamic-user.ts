import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isTrue, placeOf, settled, writtenUnits } from '../../unit-entries';

/** DynamicUser= beside a user that exists already: systemd takes that one and makes none. */
export const dynamicUser: Rule = {
  code: 'dynamic-user',
  title: 'DynamicUser= with a fixed user',
  severity: 'warning',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  if (!isTrue(unit, 'Service', 'DynamicUser')) return [];
  const user = settled(unit, 'Service', 'User');
  const name = user?.value.trim() ?? '';
  if (user === undefined || !(name === 'root' || /^\d+$/.test(name))) return [];
  const message = `DynamicUser= makes no user here: User=${name} is fixed. Name a user that does not exist, or leave User= out.`;
  return report(dynamicUser, placeOf(user), unit, { message });
}
