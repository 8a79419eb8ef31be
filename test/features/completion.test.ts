import { describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { offsetAt } from '../../server/src/base/span';
import { completion } from '../../server/src/features/completion';
import { resolveCompletion } from '../../server/src/features/completion/resolve';
import { atCursor } from './cursor';

async function complete(marked: string, path?: string): Promise<readonly CompletionItem[]> {
  const { snapshot, offset } = await atCursor(marked, path);
  return completion(snapshot, offset);
}

async function labels(marked: string, path?: string): Promise<readonly string[]> {
  return (await complete(marked, path)).map(({ label }) => label);
}

/** The text after an item is taken. */
async function accept(marked: string, label: string, path?: string): Promise<string> {
  const { snapshot, offset } = await atCursor(marked, path);
  const item = completion(snapshot, offset).find((candidate) => candidate.label === label);
  const edit = item?.textEdit;
  if (edit === undefined || !('range' in edit)) throw new Error(`${label} is not offered`);
  const [start, end] = [edit.range.start, edit.range.end].map((position) => offsetAt(snapshot.lines, position));
  return snapshot.text.slice(0, start) + edit.newText + snapshot.text.slice(end);
}

const service = (body: string): string => `{ pkgs, lib, ... }: { systemd.services.x = { ${body} }; }`;

describe('names of directives are offered', () => {
  test.each([
    ['in a set', service('serviceConfig = { Mem| };')],
    ['on an empty line of a set', service('serviceConfig = {\n  |\n};')],
    ['after a dot', service('serviceConfig.|')],
    ['in a dotted path', service('serviceConfig.Mem|')],
    ['in a dotted path that has a value', service('serviceConfig.Mem| = "1G";')],
    ['before another name', service('serviceConfig = { Mem|\n User = "a"; };')],
    ['on the left of //', service('serviceConfig = { Mem| } // { User = "a"; };')],
    ['on the right of //', service('serviceConfig = { User = "a"; } // { Mem| };')],
    ['inside of mkIf', service('serviceConfig = lib.mkIf true { Mem| };')],
    [
      'in the units of instances that nobody has made yet',
      `{ lib, config, ... }: {
        options.services.a = lib.mkOption { default = { }; type = lib.types.attrsOf (lib.types.submodule { }); };
        config.systemd.services = lib.mapAttrs (name: one: { serviceConfig = { Mem| }; }) config.services.a;
      }`,
    ],
    [
      'behind a switch that is off',
      `{ lib, config, ... }: {
        options.services.a.strict = lib.mkOption { default = false; type = lib.types.bool; };
        config.systemd.services.x.serviceConfig = { User = "a"; } // lib.optionalAttrs config.services.a.strict { Mem| };
      }`,
    ],
    ['inside of mkMerge', service('serviceConfig = lib.mkMerge [ { Mem| } ];')],
    ['in a set of a let', '{ ... }: let hard = { Mem| }; in { systemd.services.x.serviceConfig = hard; }'],
    ['in what a function gives', '{ ... }: let f = n: { serviceConfig = { Mem| }; }; in { systemd.services.x = f 1; }'],
    [
      'below mapAttrs',
      '{ lib, ... }: { systemd.services = lib.mapAttrs (n: v: { serviceConfig = { Mem| }; }) { a = 1; }; }',
    ],
    ['in home-manager', '{ ... }: { systemd.user.services.x.Service = { Mem| }; }'],
    [
      'in a module with options',
      '{ config, lib, ... }: { options.services.y.enable = lib.mkEnableOption "y"; config = lib.mkIf config.services.y.enable { systemd.services.x.serviceConfig = { Mem| }; }; }',
    ],
  ])('%s', async (_name, marked) => {
    expect(await labels(marked)).toContain('MemoryMax');
  });

  test('but not those of another section, nor those that the set has', async () => {
    const found = await labels(service('serviceConfig = { MemoryMax = "1G"; M| };'));
    expect(found).toContain('MemoryHigh');
    expect(found).not.toContain('MemoryMax');
    expect(found).not.toContain('ConditionHost');
    expect(await labels(service('unitConfig = { | };'))).toContain('ConditionHost');
  });

  test('with a place for the value, or without where one follows', async () => {
    expect(await accept(service('serviceConfig = { Mem| };'), 'MemoryMax')).toContain('{ MemoryMax = "$1"; };');
    expect(await accept(service('serviceConfig = { PrivateT| };'), 'PrivateTmp')).toContain('PrivateTmp');
    expect(await accept(service('serviceConfig.Mem| = "1G";'), 'MemoryMax')).toContain(
      'serviceConfig.MemoryMax = "1G";',
    );
  });

  test('with documentation when it is asked for', async () => {
    const item = (await complete(service('serviceConfig = { Mem| };'))).find(({ label }) => label === 'MemoryMax');
    expect(item?.documentation).toBeUndefined();
    expect(JSON.stringify(item && resolveCompletion(item).documentation)).toContain('systemd.resource-control');
  });
});

describe('names of options are offered', () => {
  test.each([
    ['of a unit', service('want|'), 'wantedBy'],
    ['of a unit, after a dot', '{ systemd.services.x.|', 'serviceConfig'],
    ['below another', service('confinement.|'), 'mode'],
    ['of a timer', '{ systemd.timers.x = { timer| }; }', 'timerConfig'],
    ['as sections of home-manager', '{ systemd.user.services.x = { Unit.Description = "x"; S| }; }', 'Service'],
  ])('%s', async (_name, marked, label) => {
    expect(await labels(marked)).toContain(label);
  });

  test('of the kind of unit alone', async () => {
    expect(await labels('{ systemd.timers.x = { timer| }; }')).not.toContain('serviceConfig');
  });
});

describe('values are offered', () => {
  test.each([
    ['of an enumeration in a string', service('serviceConfig.Type = "|";'), 'notify'],
    ['of an enumeration without quotes', service('serviceConfig.Type = |;'), '"notify"'],
    ['of a boolean', service('serviceConfig.NoNewPrivileges = |;'), 'true'],
    ['of a boolean option', service('restartIfChanged = |;'), 'false'],
    ['of an enumeration option', service('overrideStrategy = "|";'), 'asDropin'],
    ['in a list', service('serviceConfig.SystemCallFilter = [ "@sys|" ];'), '@system-service'],
    ['of home-manager', '{ systemd.user.services.x.Service.Type = "|"; }', 'oneshot'],
    ['targets in a list of units', service('after = [ "net|" ];'), 'network.target'],
    [
      'units of the file in a list of units',
      '{ systemd.services.a = { after = [ "|" ]; }; systemd.services.b.script = ""; }',
      'b.service',
    ],
    [
      'units of the file in a directive',
      '{ systemd.timers.a.timerConfig.Unit = "|"; systemd.services.b.script = ""; }',
      'b.service',
    ],
    ['users of the file', '{ users.users.web = { }; systemd.services.a.serviceConfig.User = "|"; }', 'web'],
    ['groups of the file', '{ users.groups = { www = { }; }; systemd.services.a.serviceConfig.Group = "|"; }', 'www'],
    ['the start of a command', service('serviceConfig.ExecStart = "|";'), '${pkgs.…}/bin/…'],
    ['a specifier', service('serviceConfig.ExecStart = "/bin/a %|";'), '%i'],
  ])('%s', async (_name, marked, label) => {
    expect(await labels(marked)).toContain(label);
  });

  test('in place of what is typed', async () => {
    expect(await accept(service('serviceConfig.Type = "no|";'), 'notify')).toContain('Type = "notify";');
    expect(await accept(service('after = [ "a.service" "net|" ];'), 'network.target')).toContain('"network.target" ]');
  });
});

describe('in a unit file', () => {
  const path = 'test/web.service';

  test.each([
    ['directives', '[Service]\nMem|\n', 'MemoryMax'],
    ['directives on an empty line', '[Service]\n|\n', 'MemoryMax'],
    ['sections', '[S|]\n', 'Service'],
    ['values', '[Service]\nType=|\n', 'notify'],
  ])('%s are offered', async (_name, marked, label) => {
    expect(await labels(marked, path)).toContain(label);
  });

  test('a name is written with its sign', async () => {
    expect(await accept('[Service]\nMem|\n', 'MemoryMax', path)).toBe('[Service]\nMemoryMax=\n');
  });
});

test.each([
  ['outside of any unit', '{ services.nginx = { ena| }; }'],
  ["in nix-darwin's launchd", '{ launchd.daemons.x.serviceConfig = { Mem| }; }'],
  ['in an option that is called serviceConfig', '{ lib, ... }: { options.y.serviceConfig = lib.mkOption { ty| }; }'],
  ['in an empty file', '|'],
])('nothing is offered %s', async (_name, marked) => {
  expect(await labels(marked)).toEqual([]);
});

test('settings of the manager are offered by name', async () => {
  expect(await labels('{ systemd.settings.Manager.Default| }')).toContain('DefaultTimeoutStopSec');
  expect(await labels('{ services.logind = { settings.Login = { | }; }; }')).toContain('HandleLidSwitch');
});
