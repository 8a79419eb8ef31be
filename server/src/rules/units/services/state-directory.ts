import type { Entry, Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isAssigned, isTrue, isWhole, knownValue, placeOf, settled, writtenUnits } from '../../unit-entries';

/** The folders that systemd makes for a service, and the directive that has it do so. */
const FOLDERS: readonly (readonly [string, string])[] = [
  ['/var/lib/', 'StateDirectory'],
  ['/var/cache/', 'CacheDirectory'],
  ['/var/log/', 'LogsDirectory'],
  ['/run/', 'RuntimeDirectory'],
];

/** A service without privileges whose working directory is one that systemd could make for it. */
export const stateDirectory: Rule = {
  code: 'state-directory',
  title: 'Directory that systemd could make',
  severity: 'hint',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const entry = settled(unit, 'Service', 'WorkingDirectory');
  if (entry === undefined || unit.scope !== 'system' || !isWhole(unit) || !isUnprivileged(unit)) return [];
  const path = entry.value.trim();
  const found = FOLDERS.find(([folder]) => path.startsWith(folder) && path.length > folder.length);
  return found === undefined || isAssigned(unit, 'Service', found[1]) ? [] : finding(unit, entry, path, found);
}

function isUnprivileged(unit: Unit): boolean {
  const user = knownValue(unit, 'Service', 'User');
  return isTrue(unit, 'Service', 'DynamicUser') || (user !== undefined && user !== 'root' && user !== '0');
}

function finding(unit: Unit, entry: Entry, path: string, [folder, key]: readonly [string, string]): readonly Finding[] {
  const name = path.slice(folder.length).replace(/\/+$/, '');
  return report(stateDirectory, placeOf(entry), unit, {
    message: `${key} = "${name}" has systemd make ${path}, owned by the service's user.`,
  });
}
