import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isAssigned, isWhole, placeOf, settled, writtenUnits } from '../../unit-entries';

/** Type=dbus without the name to wait for: systemd does not load the service. */
export const missingBusName: Rule = {
  code: 'missing-bus-name',
  title: 'Type=dbus without BusName=',
  severity: 'error',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const type = settled(unit, 'Service', 'Type');
  if (type?.value.trim() !== 'dbus' || !isWhole(unit) || isAssigned(unit, 'Service', 'BusName')) return [];
  const message =
    'A service of Type=dbus has started when it owns a name on the bus: systemd refuses it without BusName=.';
  return report(missingBusName, placeOf(type), unit, { message });
}
