import { hasUnknownPiece } from '../../../nix/text';
import type { Analysis } from '../../../units/analysis';
import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { entriesOf, isAssigned, isTrue, knownValue, writtenUnits } from '../../unit-entries';
import { isDeclared } from './references';

/** A timer, socket or path unit whose service is not declared here: fine when a package or another file brings it. */
export const missingService: Rule = {
  code: 'missing-service',
  title: 'Nothing to start',
  severity: 'info',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap((unit) => check(analysis, unit)),
};

/** What says that a unit is written here and not only changed. */
const TRIGGERS = /^(On(Calendar|BootSec|StartupSec|ActiveSec|UnitActiveSec)|Listen\w+|Path\w+|DirectoryNotEmpty)$/;

function check(analysis: Analysis, unit: Unit): readonly Finding[] {
  const target = startedBy(unit);
  const triggers = entriesOf(unit).some(({ key }) => TRIGGERS.test(key));
  if (target === undefined || !triggers || unit.open === true || unit.world === 'unit-file') return [];
  const template = target.replace(/@[^@]+\./, '@.');
  const { scope } = unit;
  if (isDeclared(analysis, { name: target, scope }) || isDeclared(analysis, { name: template, scope })) return [];
  return report(missingService, unit.declarations[0], unit, {
    message: `${unit.name} starts ${target}, which is not declared here. Another file or a package has to bring it.`,
  });
}

/** The unit that another starts; undefined when that is not known. */
function startedBy(unit: Unit): string | undefined {
  const stem = unit.name.slice(0, -unit.type.length - 1);
  const section = { timer: 'Timer', path: 'Path', socket: 'Socket' }[String(unit.type)];
  if (section === undefined || hasUnknownPiece(unit.name)) return undefined;
  const key = unit.type === 'socket' ? 'Service' : 'Unit';
  if (isAssigned(unit, section, key)) {
    const named = knownValue(unit, section, key);
    return named === undefined || named.includes('%') ? undefined : named;
  }
  return unit.type === 'socket' && isTrue(unit, section, 'Accept') ? `${stem}@.service` : `${stem}.service`;
}
