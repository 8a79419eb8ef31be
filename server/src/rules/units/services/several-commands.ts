import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { assigned, isAssigned, knownValue, placeOf, writtenUnits } from '../../unit-entries';

/** More than one ExecStart= in a service that is not of Type=oneshot: systemd does not load it. */
export const severalCommands: Rule = {
  code: 'several-commands',
  title: 'Several ExecStart commands',
  severity: 'error',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const commands = assigned(unit, 'Service', 'ExecStart');
  const second = commands[1];
  const type = knownValue(unit, 'Service', 'Type');
  if (second === undefined || type === 'oneshot') return [];
  if (unit.open === true || commands.some(({ holes }) => holes.length > 0)) return [];
  if (type === undefined && isAssigned(unit, 'Service', 'Type')) return [];
  const stated = type === undefined ? 'No Type= is set here' : `This one is of Type=${type}`;
  return report(severalCommands, placeOf(second), unit, {
    message: `Only services of Type=oneshot have more than one ExecStart=; systemd refuses all others. ${stated}.`,
    severity: type === undefined ? 'warning' : 'error',
  });
}
