import { describe, expect, test } from 'vitest';
import { type Files, workspaceOf } from './support';

/** `role name scope text`, with what of the text a rename writes anew in brackets. */
async function occurrences(text: string, name = 'm.nix'): Promise<readonly string[]> {
  const workspace = await workspaceOf({ [name]: text });
  const files: Files = workspace.texts;
  const source = files[name] ?? '';
  return workspace
    .entry(name)
    .occurrences.map(({ role, name: unit, scope, span, base }) => {
      const written = source.slice(span.start, span.end);
      const length = base === undefined ? 0 : base.end.character - base.start.character;
      const marked = base === undefined ? written : `[${written.slice(0, length)}]${written.slice(length)}`;
      return `${role} ${unit} ${scope ?? '?'} ${marked}`;
    })
    .sort();
}

const unit = (body: string): string => `{ config, lib, pkgs, ... }: { systemd.services.x = { ${body} }; }`;
const X = 'declaration x.service system [x]';

describe('a Nix file names units', () => {
  test.each<[string, string, readonly string[]]>([
    ['in lists', unit('after = [ "a.service" ];'), [X, 'reference a.service system [a].service']],
    [
      'in several words of one text',
      unit('unitConfig.After = "a.service b.target";'),
      [X, 'reference a.service system [a].service', 'reference b.target system [b].target'],
    ],
    [
      'behind variables and functions',
      '{ lib, ... }: let dep = "a.service"; in { systemd.services.x.wants = lib.optional true dep ++ [ "b.socket" ]; }',
      [X, 'reference a.service system [a].service', 'reference b.socket system [b].socket'],
    ],
    [
      'under conditions that do not hold',
      '{ lib, ... }: { systemd.services.x = lib.mkIf false { partOf = [ "a.target" ]; }; }',
      [X, 'reference a.target system [a].target'],
    ],
    [
      'in triggers',
      '{ systemd.timers.t.timerConfig.Unit = "a.service"; systemd.sockets.s.socketConfig.Service = "b.service"; }',
      [
        'declaration s.socket system [s]',
        'declaration t.timer system [t]',
        'reference a.service system [a].service',
        'reference b.service system [b].service',
      ],
    ],
    [
      'of users',
      '{ systemd.user.services.x.Unit.After = [ "a.service" ]; }',
      ['declaration x.service user [x]', 'reference a.service user [a].service'],
    ],
    [
      'as templates and instances',
      '{ systemd.services."t@" = { }; systemd.services.x.wants = [ "t@a.service" "t@%i.service" ]; }',
      [
        X,
        'declaration t@.service system [t]@',
        'reference t@%i.service system [t]@%i.service',
        'reference t@a.service system [t]@a.service',
      ],
    ],
    [
      'as instances that are computed',
      '{ config, ... }: { systemd.services.x.wants = [ "t@${config.a}.service" ]; }',
      [X, 'reference t@.service system [t]@${config.a}.service'],
    ],
    [
      'with names that are computed',
      '{ lib, ... }: let n = "c"; in { systemd.services = lib.genAttrs [ "a" ] (i: { after = [ "${n}.service" "d.service" ]; }); }',
      [
        'declaration a.service system services',
        'reference c.service system "${n}.service"',
        'reference d.service system [d].service',
      ],
    ],
    ['with aliases', unit('aliases = [ "y.service" ];'), ['alias y.service system [y].service', X]],
    [
      'by their options',
      unit('script = config.systemd.services."a-b".script;'),
      ['declaration x.service system [x]', 'reference a-b.service system [a-b]'],
    ],
    [
      'in options of other modules',
      '{ sops.secrets.s.restartUnits = [ "a.service" ]; }',
      ['reference a.service ? [a].service'],
    ],
    [
      'in commands',
      unit('script = "systemctl --user restart a b.timer; systemctl start c@$i.service; journalctl -u d";'),
      [X, 'reference a.service user [a]', 'reference b.timer user [b].timer', 'reference d.service system [d]'],
    ],
    [
      'in the tests of NixOS',
      `{ testScript = ''
          machine.wait_for_unit("a.service")
          machine.succeed("systemctl is-active b")
        ''; }`,
      ['reference a.service system [a].service', 'reference b.service system [b]'],
    ],
    [
      'as units of text',
      '{ systemd.units."x.service".text = "[Service]"; }',
      ['declaration x.service system [x].service'],
    ],
    ['and nothing else', '{ a = "b.path.c"; d = "not a.service name"; e = ./f.service; }', []],
  ])('%s', async (_name, text, expected) => {
    expect(await occurrences(text)).toEqual([...expected].sort());
  });
});

test('a unit file names units', async () => {
  const text =
    '[Unit]\nAfter=a.service b.target\n[Service]\nExecStart=/bin/x\nExecStop=systemctl stop c\n[Install]\nAlias=z.service\n';
  expect(await occurrences(text, 'x.service')).toEqual([
    'alias z.service system [z].service',
    'declaration x.service system ',
    'reference a.service system [a].service',
    'reference b.target system [b].target',
    'reference c.service system [c]',
  ]);
});

test('a file defines users and groups', async () => {
  const workspace = await workspaceOf({
    'm.nix':
      '{ lib, config, ... }: { config = lib.mkIf true { users.users.web.group = "web"; users = { groups = { web = { }; }; }; }; }',
  });
  expect(workspace.index.accounts().map(({ kind, name }) => `${kind} ${name}`)).toEqual(['users web', 'groups web']);
});
