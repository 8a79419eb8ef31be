import { expect, test } from 'vitest';
import { directive } from '../../server/src/systemd/catalogue';
import { completeValue } from '../../server/src/systemd/complete';
import { explainValue } from '../../server/src/systemd/explain';

function known(section: string, name: string) {
  const entry = directive(section, name);
  if (entry === undefined) throw new Error(`${name} is unknown`);
  return entry;
}

test.each([
  ['Service', 'Restart', 'on-f', 'on-failure', 0],
  ['Service', 'PrivateTmp', '', 'disconnected', 0],
  ['Service', 'SystemCallFilter', '@system-service ~@pri', '@privileged', 17],
  ['Service', 'SystemCallFilter', '', '~', 0],
  ['Service', 'CapabilityBoundingSet', 'CAP_NET_ADMIN CAP_SYS_P', 'CAP_SYS_PTRACE', 14],
  ['Service', 'KillSignal', 'SIGK', 'SIGKILL', 0],
  ['Service', 'RestartSec', '5', 'min', 1],
  ['Service', 'RestartSec', '5 m', 'min', 2],
  ['Service', 'MemoryMax', '512', 'M', 3],
  ['Service', 'MemoryMax', '', 'infinity', 0],
  ['Service', 'ExecStart', '/bin/x --name=%', '%n', 14],
  ['Service', 'ExecStart', '', '-', 0],
  ['Unit', 'After', 'network-online.target mul', 'multi-user.target', 22],
  ['Install', 'WantedBy', 'multi', 'multi-user.target', 0],
  ['Timer', 'OnCalendar', 'da', 'daily', 0],
  ['Service', 'RestrictAddressFamilies', 'AF_INET AF_IN', 'AF_INET6', 8],
  ['Service', 'SuccessExitStatus', '1 TEMP', 'TEMPFAIL', 2],
  ['Unit', 'ConditionVirtualization', '!cont', 'container', 1],
  ['Service', 'DynamicUser', 't', 'true', 0],
])('[%s] %s=%s offers %s', (section, name, before, label, from) => {
  const items = completeValue(known(section, name), before);
  expect(items.filter((item) => item.label === label).map((item) => item.from)).toEqual([from]);
});

test('offers no words of later versions, and no specifiers where none expand', () => {
  expect(completeValue(known('Service', 'RestrictNamespaces'), '%')).toEqual([]);
  const filter = known('Service', 'SystemCallFilter');
  expect(completeValue(filter, '@sandb', 252)).toEqual([]);
  expect(completeValue(filter, '@sandb', 257).map(({ label }) => label)).toEqual(['@sandbox']);
  expect(completeValue(known('Service', 'ExecStart'), '', 252).map(({ label }) => label)).not.toContain('|');
});

const now = Date.UTC(2026, 0, 1);

test.each([
  [
    'Timer',
    'OnCalendar',
    'Mon..Fri 10:00',
    [
      'Normalised: `Mon..Fri *-*-* 10:00:00`',
      'Elapses next (UTC):\n- Thu 2026-01-01 10:00:00\n- Fri 2026-01-02 10:00:00\n- Mon 2026-01-05 10:00:00\n- Tue 2026-01-06 10:00:00\n- Wed 2026-01-07 10:00:00',
    ],
  ],
  ['Timer', 'OnCalendar', '2020-01-01', ['Normalised: `2020-01-01 00:00:00`', 'It never elapses again.']],
  ['Timer', 'OnBootSec', '1h 30min', ['5400 seconds (1h 30min)']],
  ['Service', 'TimeoutStopSec', 'infinity', ['No limit.']],
  [
    'Service',
    'ExecStart',
    '-@/bin/x y %n',
    [
      'Runs `/bin/x` as `y` with `%n`.',
      '- `-`: failure is ignored\n- `@`: next word is argv[0]',
      '- `%n`: full unit name',
    ],
  ],
  ['Service', 'MemoryMax', '1G', ['1073741824 bytes']],
  ['Service', 'UMask', '0027', ['`----w-rwx` (owner, group, others)']],
  ['Service', 'PrivateTmp', 'true', ['`true` stands for `connected`.']],
  [
    'Service',
    'SystemCallFilter',
    '~@reboot',
    ['Forbids these system calls.', '`@reboot`: `kexec_file_load`, `kexec_load`, `reboot`'],
  ],
  ['Service', 'SuccessExitStatus', 'TEMPFAIL 5', ['`TEMPFAIL` is exit status 75.']],
  ['Service', 'Environment', '', ['An empty value drops what `Environment=` said before.']],
])('[%s] %s=%s is explained', (section, name, value, lines) => {
  expect(explainValue(known(section, name), value, now)).toEqual(lines);
});
