import { parseBoolean } from '../../systemd/values/enumerations';
import type { Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { isAssigned, isTrue, knownValue, placeOf, settled, writtenUnits } from '../unit-entries';

const RESOURCES = new Set(['CAP_NET_BIND_SERVICE', 'CAP_NET_ADMIN', 'CAP_NET_RAW', 'CAP_SYS_TIME']);

/** With PrivateUsers= capabilities hold only in the service's own user namespace, not for ports of the host (systemd.exec(5)). */
export const lostCapabilities: Rule = {
  code: 'lost-capabilities',
  title: 'Capabilities that PrivateUsers= makes void',
  severity: 'warning',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const users = knownValue(unit, 'Service', 'PrivateUsers') ?? '';
  const separate = parseBoolean(users) === true || ['self', 'identity', 'full', 'managed'].includes(users);
  if (!separate || isTrue(unit, 'Service', 'PrivateNetwork')) return [];
  if (isAssigned(unit, 'Service', 'NetworkNamespacePath')) return [];
  const entry = settled(unit, 'Service', 'AmbientCapabilities');
  const lost = entry?.value.split(/\s+/).find((word) => RESOURCES.has(word.toUpperCase()));
  if (entry === undefined || lost === undefined) return [];
  const message = `${lost} does not reach the host with PrivateUsers=${users}: it holds in the service's own user namespace alone. Leave one of the two out.`;
  return report(lostCapabilities, placeOf(entry), unit, { message });
}
