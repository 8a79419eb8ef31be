import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { entriesOf, isAssigned, writtenUnits } from '../../unit-entries';

/**
 * A service that is to be started, but says nothing to run, not even something that fails. Only advice: such lines may well be
 * added to a unit that another module or a package brings.
 */
export const noCommand: Rule = {
  code: 'no-command',
  title: 'Service without a command',
  severity: 'info',
  check: ({ analysis }: Subject) => {
    const says = new Set(analysis.slots.filter(({ key }) => key.startsWith('Exec')).map(({ unit }) => unit));
    return writtenUnits(analysis)
      .filter(({ name }) => !says.has(name))
      .flatMap(check);
  },
};

/** Lines that nobody writes over a unit that is complete without them. */
const OWN = ['Type', 'User', 'DynamicUser', 'WorkingDirectory', 'Restart'];

function check(unit: Unit): readonly Finding[] {
  if (unit.type !== 'service' || unit.open === true || unit.dropIn || unit.unknowns.length > 0) return [];
  const runs = entriesOf(unit).some(({ key }) => key.startsWith('Exec') || key === 'SuccessAction');
  const described = isAssigned(unit, 'Unit', 'Description');
  const started = unit.links.wantedBy.length + unit.links.requiredBy.length > 0;
  const own = OWN.filter((key) => isAssigned(unit, 'Service', key)).length;
  if (runs || !described || !started || own < 2) return [];
  return report(noCommand, unit.declarations[0], unit, {
    message: `${unit.name} runs nothing here. Without ExecStart= systemd refuses it, unless another module or a package brings the rest.`,
  });
}
