import { describe, expect, test } from 'vitest';
import {
  catalogue,
  directive,
  directivesOf,
  manUrl,
  sectionsOf,
  sectionsWith,
} from '../../server/src/systemd/catalogue';
import { nearest } from '../../server/src/systemd/nearest';
import { checkValue } from '../../server/src/systemd/values/check';
import { tool } from '../support/tools';
import { dumpedItems } from './support/dump';

test.each([
  ['PrivatePID', 'Service', 262, 'PrivatePIDs'],
  ['execstart', 'Service', 262, 'ExecStart'],
  ['ExecStartup', 'Service', 262, 'ExecStart'],
  ['mem_limit', 'Service', 262, 'MemoryMax'],
  ['autorestart', 'Service', 252, 'Restart'],
  ['WantedBy', 'Unit', 262, undefined],
  ['OnCalender', 'Timer', 262, 'OnCalendar'],
  ['Wants', 'Unit', 262, 'Wants'],
  ['StandardOutPath', 'Service', 262, 'StandardOutput'],
  ['EnvironmentFiles', 'Service', 262, 'EnvironmentFile'],
  ['Qwertyuiop', 'Service', 262, undefined],
])('%s in [%s] of %i means %s', (name, section, version, meant) => {
  expect(nearest(name, section, version)[0]?.name).toBe(meant);
});

test('a directive follows its version', () => {
  expect(directive('Service', 'PrivatePIDs', 252)).toBeUndefined();
  expect(directive('Service', 'PrivatePIDs', 257)?.since).toBe(257);
  expect(directive('Service', 'PrivateTmp', 252)?.type).toBe('boolean');
  expect(directive('Service', 'PrivateTmp', 262)?.values).toEqual(['no', 'connected', 'disconnected']);
  expect(directive('Service', 'Type', 252)?.values).not.toContain('notify-reload');
  expect(directive('Service', 'CPUShares', 262)?.ignored).toBe(true);
  expect(directive('Service', 'CPUShares', 257)?.ignored).toBe(false);
  expect(directive('Service', 'StartLimitInterval', 262)?.successor).toBe('[Unit] StartLimitIntervalSec');
});

test('sections, names and links', () => {
  expect(sectionsOf('timer')).toEqual(['Unit', 'Timer', 'Install']);
  expect(sectionsWith('MemoryMax')).toEqual(['Service', 'Socket', 'Mount', 'Swap', 'Slice', 'Scope']);
  expect(directivesOf('Timer', 252).map(({ name }) => name)).toContain('OnCalendar');
  const limit = directive('Service', 'LimitNOFILE');
  expect(limit && manUrl(limit)).toBe(
    'https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#LimitCPU=',
  );
});

test('every default that is a value is a right one', () => {
  const wrong = catalogue()
    .filter(({ default: value }) => value !== undefined && !/[ ;=']/.test(value))
    .filter((entry) => !/^(Delegate|ManagedOOM)/.test(entry.name) || entry.section === 'Service')
    .filter((entry) => !checkValue(entry, entry.default ?? '').ok);
  expect(wrong.map(({ section, name }) => `${section}.${name}`)).toEqual([]);
});

describe.each([
  { version: 252, name: 'systemd' },
  { version: 257, name: 'systemd-257' },
  { version: 262, name: 'systemd-262' },
] as const)('systemd $version', ({ version, name }) => {
  const systemd = tool(name);
  test.skipIf(!systemd.available)('has exactly these directives', () => {
    const theirs = dumpedItems(systemd);
    const ours = new Map(catalogue(version).map((entry) => [`${entry.section}.${entry.name}`, entry]));
    const missing = [...theirs].filter((key) => !ours.has(key));
    const extra = [...ours].filter(([key, entry]) => !theirs.has(key) && !entry.ignored).map(([key]) => key);
    const hidden = [...ours].filter(([key]) => !theirs.has(key)).length;
    expect({ missing, extra, hidden }).toEqual({ missing: [], extra: [], hidden: version === 262 ? 91 : 13 });
  });
});
