import { describe, expect, test } from 'vitest';
import { type Files, prepared, renamed, workspaceOf } from './support';

const WEB = '{ systemd.services.web = { description = "Serves pages"; script = "true"; }; }';
const USER = '{ systemd.user.services.web = { Unit.Description = "Of a user"; Service.ExecStart = "/bin/x"; }; }';

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
      'nginx.service is only changed in this workspace; NixOS defines it, in services/web-servers/nginx/default.nix.',
    ],
    [
      'of NixOS that gets more than is known',
      {
        'a.nix': '{ config, ... }: { systemd.services.rad|arr.serviceConfig = config.hard // { MemoryMax = "1G"; }; }',
      },
      'web',
      'radarr.service is only changed in this workspace; NixOS defines it, in services/misc/radarr.nix.',
    ],
    [
      'that nothing here defines',
      { 'a.nix': '{ systemd.services.x.after = [ "ngi|nx.service" ]; }' },
      'web',
      'Nothing in this workspace defines nginx.service; NixOS defines it, in services/web-servers/nginx/default.nix.',
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
