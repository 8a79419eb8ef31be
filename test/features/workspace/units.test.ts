import { describe, expect, test } from 'vitest';
import { completion } from '../../../server/src/features/completion';
import { hover } from '../../../server/src/features/hover';
import { unitDefinitions, unitReferences } from '../../../server/src/features/workspace/navigation';
import { workspaceSymbols } from '../../../server/src/features/workspace/symbols';
import { type Files, prepared, renamed, shown, type TestWorkspace, unitAtCursor, workspaceOf } from './support';

const WEB = '{ systemd.services.web = { description = "Serves pages"; script = "true"; }; }';
const USER = '{ systemd.user.services.web = { Unit.Description = "Of a user"; Service.ExecStart = "/bin/x"; }; }';

async function definitions(files: Files): Promise<readonly string[]> {
  const workspace = await workspaceOf(files);
  return shown(workspace, unitDefinitions(workspace.index, unitAtCursor(workspace)));
}

describe('the definition of a unit', () => {
  test.each<[string, Files, readonly string[]]>([
    [
      'is in another file',
      { 'a.nix': '{ systemd.services.x.after = [ "we|b.service" ]; }', 'b.nix': WEB },
      ['b.nix:1 web'],
    ],
    [
      'is in every file that has a part of it',
      { 'a.nix': '{ systemd.services.w|eb.enable = true; }', 'b.nix': WEB },
      ['a.nix:1 web', 'b.nix:1 web'],
    ],
    ['is that of its scope', { 'a.nix': '{ systemd.services.x.after = [ "we|b.service" ]; }', 'b.nix': USER }, []],
    [
      'is the template of an instance',
      {
        'a.nix': '{ systemd.services.x.wants = [ "t@|a.service" ]; }',
        'b.nix': '{ systemd.services."t@".script = "x"; }',
      },
      ['b.nix:1 t@'],
    ],
    [
      'is the service of a timer that comes of startAt',
      {
        'a.nix': '{ systemd.services.x.after = [ "we|b.timer" ]; }',
        'b.nix': '{ systemd.services.web = { script = "true"; startAt = "daily"; }; }',
      },
      ['b.nix:1 web'],
    ],
    ['is reached from a unit file', { 'x.service': '[Unit]\nAfter=we|b.service\n', 'b.nix': WEB }, ['b.nix:1 web']],
    [
      'may be a unit file',
      { 'a.nix': '{ systemd.services.x.after = [ "we|b.service" ]; }', 'web.service': '[Service]\nExecStart=/bin/x\n' },
      ['web.service:1 '],
    ],
  ])('%s', async (_name, files, expected) => {
    expect(await definitions(files)).toEqual(expected);
  });
});

test('references are all places of a unit, and none of the unit of another scope', async () => {
  const workspace = await workspaceOf({
    'a.nix': '{ systemd.services.x = { after = [ "web.service" ]; script = "systemctl restart web"; }; }',
    'b.nix': WEB.replace('web', 'w|eb'),
    'c.nix':
      '{ config, ... }: { systemd.user.services.y.Unit.After = [ "web.service" ]; z = config.systemd.services.web; }',
    'd.service': '[Unit]\nWants=web.service\n',
  });
  const unit = unitAtCursor(workspace);
  const references = ['a.nix:1 web', 'a.nix:1 web.service', 'c.nix:1 web', 'd.service:2 web.service'];
  expect(shown(workspace, unitReferences(workspace.index, unit, false))).toEqual(references);
  expect(shown(workspace, unitReferences(workspace.index, unit, true))).toEqual([...references, 'b.nix:1 web'].sort());
});

describe('a rename', () => {
  test('takes declarations and references in all files along', async () => {
    const workspace = await workspaceOf({
      'a.nix':
        '{ systemd.services.x = { after = [ "we|b.service" "webs.service" ]; script = "systemctl restart web"; }; }',
      'b.nix': WEB,
      'c.nix': '{ config, lib, ... }: { systemd.services."web" = lib.mkIf (!config.a) { partOf = [ "x.target" ]; }; }',
      'd.service': '[Unit]\nAfter=network.target \\\n  web.service\n',
    });
    expect(prepared(workspace)).toBe('rename web');
    expect(renamed(workspace, 'site')).toEqual({
      'a.nix':
        '{ systemd.services.x = { after = [ "site.service" "webs.service" ]; script = "systemctl restart site"; }; }',
      'b.nix': '{ systemd.services.site = { description = "Serves pages"; script = "true"; }; }',
      'c.nix': '{ config, lib, ... }: { systemd.services."site" = lib.mkIf (!config.a) { partOf = [ "x.target" ]; }; }',
      'd.service': '[Unit]\nAfter=network.target \\\n  site.service\n',
    });
  });

  test('takes the timer and the socket of a service along, whichever it begins at', async () => {
    const files = {
      'a.nix': WEB,
      'b.nix':
        '{ systemd.timers.w|eb.timerConfig.OnCalendar = "daily"; systemd.sockets.web.listenStreams = [ "80" ]; }',
      'c.nix': '{ systemd.services.x.wants = [ "web.timer" "web.path" ]; }',
    };
    expect(renamed(await workspaceOf(files), 'site')).toEqual({
      'a.nix': '{ systemd.services.site = { description = "Serves pages"; script = "true"; }; }',
      'b.nix':
        '{ systemd.timers.site.timerConfig.OnCalendar = "daily"; systemd.sockets.site.listenStreams = [ "80" ]; }',
      'c.nix': '{ systemd.services.x.wants = [ "site.timer" "web.path" ]; }',
    });
  });

  test('leaves a timer that starts another unit', async () => {
    const files = {
      'a.nix': WEB.replace('web', 'w|eb'),
      'b.nix': '{ systemd.timers.web.timerConfig = { OnCalendar = "daily"; Unit = "other.service"; }; }',
    };
    expect(Object.keys(renamed(await workspaceOf(files), 'site'))).toEqual(['a.nix']);
  });

  test('of a template takes its instances along', async () => {
    const files = {
      'a.nix': '{ systemd.services."t@|" = { script = "x"; }; systemd.services."t@a".enable = true; }',
      'b.nix': '{ config, ... }: { systemd.services.x.wants = [ "t@a.service" "t@${config.a}.service" "t.service" ]; }',
    };
    expect(renamed(await workspaceOf(files), 'job@.service')).toEqual({
      'a.nix': '{ systemd.services."job@" = { script = "x"; }; systemd.services."job@a".enable = true; }',
      'b.nix':
        '{ config, ... }: { systemd.services.x.wants = [ "job@a.service" "job@${config.a}.service" "t.service" ]; }',
    });
  });

  test('writes names that Nix wants in quotes so', async () => {
    const workspace = await workspaceOf({ 'a.nix': '{ systemd.services.w|eb.script = "x"; }' });
    expect(renamed(workspace, '3d.site')).toEqual({ 'a.nix': '{ systemd.services."3d.site".script = "x"; }' });
  });

  test('of an alias leaves the unit', async () => {
    const workspace = await workspaceOf({
      'a.nix': '{ systemd.services.web = { script = "x"; aliases = [ "w|ww.service" ]; }; }',
      'b.nix': '{ systemd.services.x.after = [ "www.service" "web.service" ]; }',
    });
    expect(renamed(workspace, 'site')).toEqual({
      'a.nix': '{ systemd.services.web = { script = "x"; aliases = [ "site.service" ]; }; }',
      'b.nix': '{ systemd.services.x.after = [ "site.service" "web.service" ]; }',
    });
  });

  test.each<[string, Files, string, string]>([
    [
      'whose name is computed',
      {
        'a.nix': '{ lib, ... }:\n{ systemd.services = lib.genAttrs [ "web" ] (n: { script = "x"; }); }',
        'b.nix': '{ systemd.services.x.after = [ "we|b.service" ]; }',
      },
      'site',
      'The name of web.service is computed in a.nix:2.',
    ],
    [
      'that is named by a computed text',
      {
        'a.nix': WEB.replace('web', 'w|eb'),
        'b.nix': '{ ... }: let n = "web"; in { systemd.services.x.after = [ "${n}.service" ]; }',
      },
      'site',
      'b.nix:1 computes the name web.service.',
    ],
    [
      'of systemd',
      { 'a.nix': '{ systemd.services.x.after = [ "netw|ork.target" ]; }' },
      'n',
      "network.target is one of systemd's own units.",
    ],
    [
      'that is only changed here',
      { 'a.nix': '{ systemd.services.ngi|nx.serviceConfig.MemoryMax = "1G"; }' },
      'web',
      'nginx.service is only changed in this workspace; something else defines it.',
    ],
    [
      'that nothing here defines',
      { 'a.nix': '{ systemd.services.x.after = [ "ngi|nx.service" ]; }' },
      'web',
      'Nothing in this workspace defines nginx.service.',
    ],
    [
      'to a name that there is',
      { 'a.nix': WEB.replace('web', 'w|eb'), 'b.nix': '{ systemd.services.site.script = "x"; }' },
      'site',
      'site.service is defined already, in b.nix:1.',
    ],
    [
      'to what is no name',
      { 'a.nix': WEB.replace('web', 'w|eb') },
      'a b',
      "'a b' cannot be the name of a service: letters, digits and : _ . - are allowed.",
    ],
    [
      'that is a file',
      { 'a.nix': '{ systemd.services.x.after = [ "we|b.service" ]; }', 'web.service': '[Service]\nExecStart=/bin/x\n' },
      'site',
      'web.service goes by the name of a file, web.service.',
    ],
    [
      'of a mount',
      {
        'a.nix': '{ systemd.mounts = [ { where = "/m"; what = "/d"; } ]; systemd.services.x.after = [ "m|.mount" ]; }',
      },
      'n',
      'The name of a mount follows from what it is for.',
    ],
    [
      'where it is not certain which unit is meant',
      {
        'a.nix': WEB.replace('web', 'w|eb'),
        'b.nix': USER,
        'c.nix': '{ sops.secrets.s.restartUnits = [ "web.service" ]; }',
      },
      'site',
      'It is not certain which web.service is meant in c.nix:1.',
    ],
  ])('is refused for a unit %s', async (_name, files, newName, expected) => {
    expect(renamed(await workspaceOf(files), newName)).toBe(expected);
  });

  test('is refused on the instance of a template', async () => {
    const workspace = await workspaceOf({
      'a.nix': '{ systemd.services."t@".script = "x"; systemd.services.x.after = [ "t@ab|c.service" ]; }',
    });
    expect(prepared(workspace)).toBe("'abc' is an instance; a rename before the @ renames t@.service.");
  });
});

test('symbols are the units of all files, with where they are', async () => {
  const workspace = await workspaceOf({
    'a.nix': WEB,
    'b/home.nix': USER,
    'c.nix': '{ nodes.server = { systemd.services.cobweb.script = "x"; }; testScript = ""; }',
  });
  const symbols = workspaceSymbols(workspace.index, 'wEb', workspace.show);
  expect(symbols.map(({ name, containerName }) => `${name} ${containerName}`)).toEqual([
    'web.service a.nix',
    'web.service b/home.nix (user)',
    expect.stringMatching(/^cobweb\.service .*c\.nix$/),
  ]);
  expect(workspaceSymbols(workspace.index, 'wsv', workspace.show)).toHaveLength(3);
  expect(workspaceSymbols(workspace.index, 'zz', workspace.show)).toEqual([]);
});

async function hoverText(files: Files): Promise<string> {
  const workspace: TestWorkspace = await workspaceOf(files);
  const { name = '', offset = 0 } = workspace.cursor ?? {};
  const found = hover(workspace.snapshot(name), offset, 0, workspace);
  return found === null ? '' : JSON.stringify(found.contents);
}

describe('a hover tells', () => {
  test.each<[string, Files, readonly string[]]>([
    [
      'what a unit of another file is',
      { 'a.nix': '{ systemd.services.x.after = [ "we|b.service" ]; }', 'b.nix': WEB },
      ['**web.service**', 'Serves pages', 'Defined in [b.nix](file:///w/b.nix#L1)'],
    ],
    [
      'that a unit is only changed',
      {
        'a.nix': '{ systemd.services.x.after = [ "ngi|nx.service" ]; }',
        'b.nix': '{ systemd.services.nginx.after = [ ]; }',
      },
      ['Changed in [b.nix]'],
    ],
    [
      'who else defines a unit',
      { 'a.nix': '{ systemd.services.w|eb.script = "x"; }', 'b.nix': WEB },
      ['Also defined in [b.nix](file:///w/b.nix#L1)'],
    ],
    [
      'what a special unit is',
      { 'a.nix': '{ systemd.services.x.after = [ "network-on|line.target" ]; }' },
      ['**network-online.target**', 'wants', 'systemd.special'],
    ],
    [
      'what an instance is',
      {
        'a.nix': '{ systemd.services.x.after = [ "t@|a.service" ]; }',
        'b.nix': '{ systemd.services."t@".description = "Each"; }',
      },
      ['Each', 'instance `a` of `t@.service`'],
    ],
    ['the same in a unit file', { 'x.service': '[Unit]\nAfter=we|b.service\n', 'b.nix': WEB }, ['Serves pages']],
  ])('%s', async (_name, files, parts) => {
    const text = await hoverText(files);
    for (const part of parts) expect(text).toContain(part);
  });
});

async function labels(files: Files): Promise<readonly string[]> {
  const workspace = await workspaceOf(files);
  const { name = '', offset = 0 } = workspace.cursor ?? {};
  return completion(workspace.snapshot(name), offset, workspace).map(({ label }) => label);
}

describe('completion offers', () => {
  test('units of the same manager from all files', async () => {
    const found = await labels({
      'a.nix': '{ systemd.services.x.after = [ "|" ]; }',
      'b.nix': WEB,
      'c.nix': '{ systemd.user.services.mine.script = "x"; }',
    });
    expect(found).toContain('web.service');
    expect(found).not.toContain('mine.service');
  });

  test('units in a unit file', async () => {
    expect(await labels({ 'x.service': '[Unit]\nAfter=|\n', 'b.nix': WEB })).toContain('web.service');
  });

  test('only sockets where only they can be', async () => {
    const found = await labels({
      'x.service': '[Service]\nSockets=|\n',
      'b.nix': '{ systemd.sockets.web.listenStreams = [ "80" ]; systemd.services.web.script = "x"; }',
    });
    expect(found).toContain('web.socket');
    expect(found).not.toContain('web.service');
  });

  test('users of all files', async () => {
    const found = await labels({
      'a.nix': '{ systemd.services.x.serviceConfig.User = "|"; }',
      'b.nix': '{ users.users.web = { isSystemUser = true; }; users.groups.pages = { }; }',
    });
    expect(found).toContain('web');
    expect(found).not.toContain('pages');
  });
});
