import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalogue, directive, newestVersion } from '../../server/src/systemd/catalogue';
import { checkValue } from '../../server/src/systemd/values/check';
import { grammarOf } from '../../server/src/systemd/values/grammars';

/** The wrong part of each value stands between « and ». */
test.each([
  ['Service', 'Restart', '«on-error»', 'on-failure'],
  ['Service', 'ProtectSystem', ' «strickt» ', 'strict'],
  ['Service', 'RestartSec', '5 «sek»', undefined],
  ['Service', 'RestartSec', '5«x» 3min', undefined],
  ['Service', 'SystemCallFilter', '@system-service «~@privileged»', undefined],
  ['Service', 'SystemCallFilter', '@system-service «@priviledged»', '@privileged'],
  ['Service', 'SystemCallFilter', '~mount:«EPRM»', 'EPERM'],
  ['Service', 'CapabilityBoundingSet', 'CAP_CHOWN «CAP_SYSADMIN»', 'CAP_SYS_ADMIN'],
  ['Service', 'ReadWritePaths', '/a -+/b «c»', undefined],
  ['Service', 'ReadWritePaths', '/a "/b c/«..»"', undefined],
  ['Service', 'StateDirectory', 'foo «/var/lib/bar»', undefined],
  ['Service', 'Environment', 'A=b "C=d e" «F»', undefined],
  ['Service', 'Environment', '"«A-B»=c"', undefined],
  ['Service', 'ExecStart', '«bin/x» a', undefined],
  ['Service', 'ExecStart', '/bin/x a «"b»', undefined],
  ['Service', 'ExecStart', '/bin/x a %n «%z»', undefined],
  ['Service', 'ExecStart', '-@«a/b» c ; /bin/y', undefined],
  ['Service', 'MemoryMax', '«512MB»', '512M'],
  ['Service', 'MemoryMax', '«1.5gib»', '1.5G'],
  ['Service', 'TimeoutStopSec', '«never»', 'infinity'],
  ['Service', 'TimeoutStopSec', '5«mins»', 'min'],
  ['Service', 'RestrictAddressFamilies', 'AF_UNIX «INET»', 'AF_INET'],
  ['Timer', 'OnCalendar', '«0 4 * * *»', undefined],
  ['Timer', 'OnCalendar', '«5min»', undefined],
  ['Service', 'StandardOutput', 'append:«»', undefined],
  ['Service', 'LimitNOFILE', '1024:«lots»', 'infinity'],
  ['Service', 'BindPaths', '/a:/b:«ro»', 'rbind'],
  ['Service', 'User', '«a:b»', undefined],
  ['Unit', 'After', 'a.service «network-online»', 'network-online.service'],
  ['Unit', 'ConditionPathExists', '|!«etc/x»', undefined],
  ['Timer', 'OnCalendar', 'Mon «25»:00', undefined],
  ['Timer', 'OnCalendar', '*-*-* «at»', undefined],
  ['Socket', 'ListenStream', '127.0.0.1:«http»', undefined],
  ['Service', 'DeviceAllow', '/dev/null «rx»', 'rw'],
  ['Service', 'IPAddressAllow', '10.0.0.0/«40»', undefined],
  ['Install', 'WantedBy', '«multi-user»', 'multi-user.target'],
  ['Service', 'UMask', '«u=rw»', undefined],
  ['Service', 'Nice', '«20»', undefined],
])('[%s] %s=%s', (section, name, marked, first) => {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const value = marked.replace(/[«»]/g, '');
  const entry = directive(section, name);
  const verdict = entry === undefined ? undefined : checkValue(entry, value);
  expect(verdict).toMatchObject({ ok: false, start, end });
  expect(verdict?.ok === false && !verdict.message.includes('\n')).toBe(true);
  if (first !== undefined) expect(verdict).toMatchObject({ allowed: expect.arrayContaining([first]) });
});

test.each([
  ['Unit', 'ConditionVirtualization', '!«contaner»', 'container'],
  ['Unit', 'ConditionSecurity', '| «app-armor»', 'apparmor'],
  ['Unit', 'ConditionMemory', '«>= lots»', undefined],
  ['Unit', 'AssertACPower', '«plugged»', undefined],
  ['Unit', 'ConditionMemoryPressure', '«user.slice:high»', undefined],
  ['Service', 'CapabilityBoundingSet', '~CAP_CHOWN «CAP_FOO»', undefined],
  ['Timer', 'OnCalendar', '«Mon 2026-01-01»', undefined],
])('[%s] %s=%s is passed over in silence', (section, name, marked, first) => {
  const entry = directive(section, name);
  const verdict = entry && checkValue(entry, marked.replace(/[«»]/g, ''));
  expect(verdict).toMatchObject({ ok: false, silent: true, start: marked.indexOf('«'), end: marked.indexOf('»') - 1 });
  if (first !== undefined) expect(verdict).toMatchObject({ allowed: expect.arrayContaining([first]) });
});

test.each([
  ['ConditionVirtualization', 'true'],
  ['ConditionVirtualization', '!systemd-nspawn'],
  ['ConditionMemory', '>=1G'],
  ['ConditionMemory', '512M'],
  ['ConditionCPUs', '>= 4'],
  ['ConditionControlGroupController', 'cpu memory'],
  ['ConditionIOPressure', 'user.slice:10%/1min'],
  ['ConditionCapability', 'cap_sys_admin'],
  ['ConditionNeedsUpdate', '|!/etc'],
  ['ConditionFirmware', 'device-tree-compatible(foo)'],
  ['ConditionHost', 'anything'],
  ['ConditionKernelVersion', '>=5.10'],
])('%s=%s can hold', (name, value) => {
  const entry = directive('Unit', name);
  expect(entry && checkValue(entry, value)).toEqual({ ok: true });
});

test.each([
  ['ExecStart', '/bin/sh -c "a \\\n  b"', true],
  ['ExecStart', '/bin/a\n', true],
  ['ExecStart', '/bin/a\n/bin/b', false],
  ['ExecStart', '/bin/a\nExecStop=/bin/b', true],
  ['ExecStart', '/bin/a \\', false],
  ['ProtectSystem', '', false],
  ['Environment', '', true],
])('%s=%j over several lines', (name, value, ok) => {
  const entry = directive('Service', name);
  expect(entry && checkValue(entry, value).ok).toBe(ok);
});

test('every parser of every version has a grammar', () => {
  for (const version of [252, 254, 257, 262]) {
    for (const { parser } of catalogue(version)) expect(grammarOf(parser), parser).toBeDefined();
  }
});

test('any text gets a verdict whose range lies in it', () => {
  const entries = catalogue(newestVersion);
  fc.assert(
    fc.property(fc.constantFrom(...entries), fc.string({ unit: 'binary', maxLength: 40 }), (entry, value) => {
      const verdict = checkValue(entry, value);
      if (verdict.ok) return true;
      return (
        verdict.start >= 0 && verdict.start <= verdict.end && verdict.end <= value.length && verdict.message !== ''
      );
    }),
    { numRuns: 5000, seed: 7 },
  );
});
