import type { Analysis } from '../../../units/analysis';
import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isAssigned, isTrue, knownValue, placeOf, settled, writtenUnits } from '../../unit-entries';

const RECURRING = ['OnCalendar', 'OnUnitActiveSec', 'OnUnitInactiveSec'];

/** RemainAfterExit= in a service that a timer is to start again and again: it counts as running after the first time. */
export const timerOfLastingService: Rule = {
  code: 'timer-of-lasting-service',
  title: 'Timer that starts its service only once',
  severity: 'warning',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap((unit) => check(analysis, unit)),
};

function check(analysis: Analysis, service: Unit): readonly Finding[] {
  const remains = settled(service, 'Service', 'RemainAfterExit');
  if (remains === undefined || !isTrue(service, 'Service', 'RemainAfterExit')) return [];
  const timer = writtenUnits(analysis).find((unit) => starts(unit, service));
  if (timer === undefined) return [];
  return report(timerOfLastingService, placeOf(remains), service, {
    message: `${timer.name} starts this service only once: with RemainAfterExit= it counts as running ever after.`,
  });
}

/** Whether a unit is a timer that starts the service more than once. */
function starts(timer: Unit, service: Unit): boolean {
  if (timer.type !== 'timer' || timer.scope !== service.scope) return false;
  const target = isAssigned(timer, 'Timer', 'Unit')
    ? knownValue(timer, 'Timer', 'Unit')
    : timer.name.replace(/\.timer$/, '.service');
  return target === service.name && RECURRING.some((key) => isAssigned(timer, 'Timer', key));
}
