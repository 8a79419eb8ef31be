import type { Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { isAssigned, isTrue, isWhole, placeOf, settled, writtenUnits } from '../unit-entries';

/** RemoveIPC= removes what a user other than root has left behind (systemd.exec(5)). */
export const idleRemoveIpc: Rule = {
  code: 'idle-remove-ipc',
  title: 'RemoveIPC= for root',
  severity: 'hint',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  if (unit.scope === 'user' || !isTrue(unit, 'Service', 'RemoveIPC') || !isWhole(unit)) return [];
  if (['User', 'Group', 'DynamicUser'].some((key) => isAssigned(unit, 'Service', key))) return [];
  const entry = settled(unit, 'Service', 'RemoveIPC');
  return report(idleRemoveIpc, entry && placeOf(entry), unit, {
    message: 'RemoveIPC= has no effect for root. Give the service a User=, or DynamicUser=.',
  });
}
