import { parseBoolean } from '../../systemd/values/enumerations';
import type { Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { assigned, entriesOf, isWhole, writtenUnits } from '../unit-entries';

/** Whatever can make a path read-only for a service (systemd.exec(5)). */
const CLOSING = new Set([
  'ProtectSystem',
  'ProtectHome',
  'ReadOnlyPaths',
  'InaccessiblePaths',
  'ReadOnlyDirectories',
  'InaccessibleDirectories',
  'TemporaryFileSystem',
  'BindReadOnlyPaths',
  'DynamicUser',
  'ProtectKernelTunables',
  'ProtectControlGroups',
  'RootDirectory',
  'RootImage',
  'RootEphemeral',
  'ExtensionImages',
  'ExtensionDirectories',
  'MountImages',
  'PrivateDevices',
]);

/** ReadWritePaths= where nothing is read-only. */
export const idleWritePaths: Rule = {
  code: 'idle-write-paths',
  title: 'ReadWritePaths= where all can be written',
  severity: 'info',
  check: ({ analysis }: Subject) => writtenUnits(analysis).flatMap(check),
};

function check(unit: Unit): readonly Finding[] {
  const [first] = assigned(unit, 'Service', 'ReadWritePaths');
  if (first === undefined || !isWhole(unit)) return [];
  const closed = entriesOf(unit, 'Service').some(
    ({ key, value, holes }) => CLOSING.has(key) && (holes.length > 0 || parseBoolean(value.trim()) !== false),
  );
  if (closed) return [];
  const message =
    'ReadWritePaths= has no effect: nothing is read-only for this service. Set ProtectSystem=strict with it.';
  return report(idleWritePaths, first.keys[0], unit, { message });
}
