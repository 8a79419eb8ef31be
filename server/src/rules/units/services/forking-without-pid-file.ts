import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isAssigned, isWhole, placeOf, settled, writtenUnits } from '../../unit-entries';

/** Type=forking without PIDFile=: systemd has to guess which process is the main one. */
export const forkingWithoutPidFile: Rule = {
  code: 'forking-without-pid-file',
  title: 'Type=forking without PIDFile=',
  severity: 'hint',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const type = settled(unit, 'Service', 'Type');
  if (type?.value.trim() !== 'forking' || !isWhole(unit)) return [];
  if (isAssigned(unit, 'Service', 'PIDFile') || isAssigned(unit, 'Service', 'GuessMainPID')) return [];
  const message =
    'Without PIDFile= systemd guesses the main process of a forking service. Say where it writes its number, or run it in the foreground with Type=exec or notify.';
  return report(forkingWithoutPidFile, placeOf(type), unit, { message });
}
