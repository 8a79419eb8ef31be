import { describe, expect, test } from 'vitest';
import { analyseText, entriesOf, PATH, unitOf, values } from './world';

const service = (body: string): string => `{ config, lib, pkgs, ... }: { systemd.services.a = { ${body} }; }`;

/** Options that the file neither declares nor sets, and what NixOS has for them where nobody sets them. */
const DEFAULTS: readonly (readonly [string, string, string, string])[] = [
  ['a text', 'User = config.services.nginx.user;', 'nginx', 'config.services.nginx.user = "nginx"'],
  [
    'a number',
    'ExecStart = "/bin/a ${toString config.services.tailscale.port}";',
    '/bin/a 41641',
    'config.services.tailscale.port = 41641',
  ],
  [
    'a package',
    'ExecStart = "${config.nix.package}/bin/nix";',
    '/nix/store/…-nix/bin/nix',
    'config.nix.package = pkgs.nix',
  ],
  ['the name of a user', 'User = config.users.users.web.name;', 'web', 'config.users.users.web.name = "web"'],
  [
    'the name of a group with a dot',
    'Group = config.users.groups."a.b".name;',
    'a.b',
    'config.users.groups."a.b".name = "a.b"',
  ],
  [
    'a package of a set',
    'ExecStart = "${config.boot.kernelPackages.cpupower}/bin/cpupower";',
    '/nix/store/…-cpupower/bin/cpupower',
    'config.boot.kernelPackages.cpupower = pkgs.linuxPackages.cpupower',
  ],
  [
    'a truth value',
    'Nice = if config.services.httpd.enable then 5 else 1;',
    '1',
    'config.services.httpd.enable = false',
  ],
  [
    'nothing',
    'ExecStart = "/bin/a${lib.optionalString (config.networking.domain != null) " --domain"}";',
    '/bin/a',
    'config.networking.domain == null = true',
  ],
];

describe('an option of NixOS that the files at hand do not set', () => {
  test.each(DEFAULTS)('has its default: %s', (_, line, value, assumption) => {
    const text = service(`serviceConfig = { ${line} };`);
    const key = line.slice(0, line.indexOf(' '));
    expect(values(text, key)).toEqual([value]);
    expect(unitOf(analyseText(text, PATH), 'a.service').assumptions).toEqual([assumption]);
  });

  test('has what they set', () => {
    const text = `{ config, ... }: {
      services.nginx.user = "web";
      services.nginx.enable = true;
      systemd.services.a.serviceConfig = { User = config.services.nginx.user; Group = config.services.nginx.group; };
    }`;
    expect(values(text, 'User')).toEqual(['web']);
    expect(values(text, 'Group')).toEqual(['nginx']);
  });

  test('is what the element of a set is called that they define without it', () => {
    const user = (inner: string): string => `{ config, ... }: {
      users.users.web = { ${inner} };
      systemd.services.a.serviceConfig = { User = config.users.users.web.name; Group = config.users.users.web.group; };
    }`;
    expect(values(user('isSystemUser = true;'), 'User')).toEqual(['web']);
    expect(values(user('isSystemUser = true;'), 'Group')).toEqual(['‹config.users.users.web.group›']);
    expect(values(user('name = "www";'), 'User')).toEqual(['www']);
  });

  test('is a hole where every machine has its own', () => {
    const text = service('serviceConfig.ExecStart = "/bin/a ${config.networking.hostName}";');
    expect(values(text, 'ExecStart')).toEqual(['/bin/a ‹config.networking.hostName›']);
  });

  test('does not hide the units of a module that is there for it', () => {
    const text = `{ config, lib, ... }: {
      config = lib.mkIf config.services.httpd.enable {
        systemd.services.a.serviceConfig.Nice = if config.services.httpd.enable then 5 else 1;
      };
    }`;
    const analysis = analyseText(text, PATH);
    expect(values(text, 'Nice')).toEqual(['5']);
    expect(unitOf(analysis, 'a.service').assumptions).toContain('config.services.httpd.enable = true');
    expect(analyseText(text, PATH, { assumeEnabled: false }).units).toEqual([]);
  });

  test('nor those of a module that only adds to file systems', () => {
    const text = `{ config, lib, ... }: {
      fileSystems."/a".neededForBoot = true;
      systemd.services.a = lib.mkIf config.boot.initrd.systemd.enable { serviceConfig.Nice = 5; };
    }`;
    expect(values(text, 'Nice')).toEqual(['5']);
  });

  test('decides what a unit has besides', () => {
    const text = service('after = lib.mkIf config.services.httpd.enable [ "httpd.service" ]; description = "a";');
    expect(values(text, 'After')).toEqual([]);
    expect(values(text, 'Description')).toEqual(['a']);
  });

  test('is off on a machine that does not turn it on', () => {
    const text = `{ config, lib, ... }: {
      system.stateVersion = "25.05";
      systemd.services = lib.mkIf config.services.httpd.enable { a.serviceConfig.Nice = 5; };
    }`;
    expect(analyseText(text, PATH).units).toEqual([]);
  });

  test('is not there when only further modules would bring it', () => {
    const text = `{ lib, options, ... }: {
      systemd.services = {
        a.serviceConfig.Nice = 1;
      } // lib.optionalAttrs (options ? home-manager) { b.serviceConfig.Nice = 1; };
    }`;
    expect(analyseText(text, PATH).units.map(({ name }) => name)).toEqual(['a.service']);
  });

  test('decides whether a unit is linked to nothing', () => {
    const enabled = (option: string): boolean =>
      unitOf(analyseText(service(`enable = ${option};`), PATH), 'a.service').enabled;
    expect(enabled('config.boot.isContainer')).toBe(false);
    expect(enabled('!config.boot.isContainer')).toBe(true);
    expect(enabled('config.own.thing.enable')).toBe(true);
  });
});

describe('what was assumed', () => {
  const TWO = `{ config, lib, pkgs, ... }:
    let fresh = lib.versions.major pkgs.a.version >= "3"; in
    {
      systemd.services = {
        a.serviceConfig.Type = if fresh then "notify" else "simple";
        b.serviceConfig.Nice = 1;
        c.serviceConfig = lib.optionalAttrs fresh { Nice = 2; };
      };
    }`;
  const assumed = (name: string): readonly string[] => unitOf(analyseText(TWO, PATH), name).assumptions;

  test('takes a version that is not known for a new one', () => {
    expect(values(TWO, 'Type')).toEqual(['notify']);
  });

  test('is listed with each unit that hangs on it, and with no other', () => {
    expect(assumed('a.service')).toEqual(['pkgs.a.version < "3" = false']);
    expect(assumed('b.service')).toEqual([]);
    expect(assumed('c.service')).toEqual(['pkgs.a.version < "3" = false']);
  });

  test('is listed where it is met inside of the unit first', () => {
    const text = `{ config, lib, ... }:
      let cfg = config.services.a; in
      {
        options.services.a = { enable = lib.mkEnableOption "a"; login.enable = lib.mkEnableOption "logging in"; };
        config = lib.mkIf cfg.enable {
          systemd.services.a.environment.LOGIN = lib.mkIf cfg.login.enable "1";
        };
      }`;
    expect(unitOf(analyseText(text, PATH), 'a.service').assumptions).toEqual([
      'config.services.a.enable = true',
      'config.services.a.login.enable = true',
    ]);
  });
});

test('the store name of the triggers of a template has none of its signs', () => {
  const text = '{ systemd.services."a@".restartTriggers = [ "x" ]; }';
  const unit = unitOf(analyseText(text, PATH), 'a@.service');
  expect(entriesOf(unit, 'X-Restart-Triggers').map(({ value }) => value)).toEqual([
    '/nix/store/…-X-Restart-Triggers-a-',
  ]);
});

test('a script that does not evaluate leaves its line, and is reported', () => {
  const text = service(`
    serviceConfig.ExecStart = pkgs.writeShellScript "a-start" "cat \${null}";
  `);
  const analysis = analyseText(text, PATH);
  expect(values(text, 'ExecStart')).toEqual(['/nix/store/…-a-start']);
  expect(analysis.problems.map(({ message }) => message)).toEqual(['cannot coerce null to a string: null']);
});
