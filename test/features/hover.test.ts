import { describe, expect, test } from 'vitest';
import { hover } from '../../server/src/features/hover';
import { atCursor } from './cursor';

/** 2026-01-01 00:00 UTC. */
const NOW = Date.UTC(2026, 0, 1);

async function hoverText(marked: string, path?: string): Promise<string | undefined> {
  const { snapshot, offset } = await atCursor(marked, path);
  const found = hover(snapshot, offset, NOW);
  return found === null ? undefined : JSON.stringify(found.contents);
}

const service = (body: string): string => `{ pkgs, ... }: { systemd.services.x = { ${body} }; }`;

describe('a hover tells', () => {
  test.each([
    [
      'what a directive is',
      service('serviceConfig.Memory|Max = "1G";'),
      ['**MemoryMax=**', '[Service]', 'systemd 231', 'systemd.resource-control'],
    ],
    [
      'what a directive in a let is',
      '{ ... }: let h = { Private|Tmp = true; }; in { systemd.services.x.serviceConfig = h; }',
      ['**PrivateTmp=**'],
    ],
    ['that a directive is legacy', service('serviceConfig.MemoryLi|mit = "1G";'), ['MemoryMax']],
    ['what an option is', service('wanted|By = [ ];'), ['**wantedBy**']],
    ['which releases have an option', service('enableDefault|Path = false;'), ['Since: NixOS 26.05']],
    [
      'which releases have an option of the system',
      '{ systemd.extra|Config = ""; }',
      ['Until: NixOS 25.11', 'systemd.settings.Manager'],
    ],
    ['what a section of home-manager is', '{ systemd.user.services.x.Inst|all.WantedBy = [ ]; }', ['Install']],
    [
      'when a timer elapses',
      '{ systemd.timers.x.timerConfig.OnCalendar = "dai|ly"; }',
      ['*-*-* 00:00:00', '2026-01-02'],
    ],
    ['how long a span is', service('serviceConfig.TimeoutStopSec = "1min 3|0s";'), ['90']],
    ['the parts of a command', service('serviceConfig.ExecStart = "-/bin/a| b";'), ['/bin/a']],
    ['the members of a group', service('serviceConfig.SystemCallFilter = [ "@cl|ock" ];'), ['clock_settime']],
  ])('%s', async (_name, marked, parts) => {
    const text = await hoverText(marked);
    for (const part of parts) expect(text).toContain(part);
  });

  test('the same in a unit file', async () => {
    expect(await hoverText('[Service]\nMemory|Max=1G\n', 'test/web.service')).toContain('**MemoryMax=**');
  });
});

test.each([
  ['a foreign option', '{ services.nginx.en|able = true; }'],
  [
    'a value with an unknown piece',
    '{ config, ... }: { systemd.services.x.serviceConfig.TimeoutStopSec = "${config.a.b}|s"; }',
  ],
  ['nothing', '|'],
])('there is nothing to tell of %s', async (_name, marked) => {
  expect(await hoverText(marked)).toBeUndefined();
});
