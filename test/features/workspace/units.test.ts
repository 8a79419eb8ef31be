import { describe, expect, test } from 'vitest';
import { completion } from '../../../server/src/features/completion';
import { hover } from '../../../server/src/features/hover';
import { unitDefinitions, unitReferences } from '../../../server/src/features/workspace/navigation';
import { workspaceSymbols } from '../../../server/src/features/workspace/symbols';
import { type Files, shown, type TestWorkspace, unitAtCursor, workspaceOf } from './support';

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

test('symbols are the units of all files, with where they are', async () => {
  const workspace = await workspaceOf({
    'a.nix': WEB,
    'b/home.nix': USER,
    'c.nix': '{ nodes.server = { systemd.services.cobweb.script = "x"; }; testScript = ""; }',
  });
  const symbols = workspaceSymbols(workspace.index, 'wEb');
  expect(
    symbols.map(({ name, containerName, location: { uri } }) => [name, containerName, workspace.show(uri)]),
  ).toEqual([
    ['web.service', '', 'a.nix'],
    ['web.service', 'user', 'b/home.nix'],
    ['cobweb.service', 'nodes.server', 'c.nix'],
  ]);
  expect(workspaceSymbols(workspace.index, 'wsv')).toHaveLength(3);
  expect(workspaceSymbols(workspace.index, 'zz')).toEqual([]);
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

  test('units of NixOS', async () => {
    expect(await labels({ 'a.nix': '{ systemd.services.x.after = [ "|" ]; }' })).toContain('postgresql.service');
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
