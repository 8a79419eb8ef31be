import { describe, expect, test } from 'vitest';
import { str } from '../../server/src/nix/value';
import type { Analysis } from '../../server/src/units/analysis';
import type { Entry, Unit } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { type AnalyseOptions, analyseText } from './world';

const PATH = '/configuration/case.nix';

function unitOf(analysis: Analysis, name: string): Unit {
  const unit = analysis.units.find((each) => each.name === name);
  if (unit === undefined) throw new Error(`no ${name} among ${analysis.units.map((each) => each.name).join(', ')}`);
  return unit;
}

function entriesOf(unit: Unit, key: string): readonly Entry[] {
  return unit.sections
    .flatMap((section) => section.lines.filter((line) => line?.key === key))
    .filter((line) => line !== undefined);
}

/** The values of a directive in the only unit of a service called `a`. */
function values(text: string, key: string, options?: AnalyseOptions): readonly string[] {
  return entriesOf(unitOf(analyseText(text, PATH, options), 'a.service'), key).map((entry) => entry.value);
}

const MODULE = `
{ config, lib, pkgs, ... }:
let cfg = config.services.a; in
{
  options.services.a = {
    enable = lib.mkEnableOption "a";
    port = lib.mkOption { type = lib.types.port; default = 80; };
    domain = lib.mkOption { type = lib.types.str; };
    debug = lib.mkEnableOption "debugging";
    workers = lib.mkOption {
      default = { };
      type = lib.types.attrsOf (lib.types.submodule { options.size = lib.mkOption { type = lib.types.int; default = 1; }; });
    };
  };
  config = lib.mkIf cfg.enable {
    systemd.services = {
      a = {
        environment.DOMAIN = cfg.domain;
        serviceConfig = {
          ExecStart = "/bin/a --port \${toString cfg.port}\${lib.optionalString cfg.debug " --debug"}";
          User = lib.mkIf config.users.mutableUsers "a";
          Group = if config.services.db.enable then config.services.db.group else "a";
        };
      };
    } // lib.mapAttrs' (name: worker: lib.nameValuePair "a-\${name}" {
      serviceConfig.ExecStart = "/bin/worker \${toString worker.size}";
    }) cfg.workers;
  };
}`;

describe('the open world', () => {
  test('a module is previewed as if enabled, and says so', () => {
    const analysis = analyseText(MODULE, PATH);
    expect(values(MODULE, 'ExecStart')).toEqual(['/bin/a --port 80']);
    expect(unitOf(analysis, 'a.service').assumptions).toContain('config.services.a.enable = true');
    expect(analysis.assumptions.get('config.services.a.enable')).toBe(true);
    expect(analysis.problems).toEqual([]);
  });

  test('nothing is assumed when asked, and an assumption can be flipped', () => {
    expect(analyseText(MODULE, PATH, { assumeEnabled: false }).units).toEqual([]);
    const given = new Map([['config.services.a.enable', false]]);
    expect(analyseText(MODULE, PATH, { given }).units).toEqual([]);
  });

  test('a machine has off what it imports and does not enable', () => {
    const host = `{ imports = [ { _file = "/other.nix"; imports = [ (${MODULE}) ]; } ]; system.stateVersion = "25.05"; }`;
    expect(analyseText(host, PATH).units).toEqual([]);
    const enabled = `{ imports = [ (${MODULE}) ]; system.stateVersion = "25.05"; services.a.enable = true; }`;
    expect(values(enabled, 'ExecStart')).toEqual(['/bin/a --port 80']);
  });

  test('an option set from outside is stronger than a default and weaker than a definition', () => {
    const settings = [{ path: ['services', 'a', 'port'], value: 8080n }];
    expect(values(MODULE, 'ExecStart', { settings })).toEqual(['/bin/a --port 8080']);
    const plain = `{ imports = [ (${MODULE}) ]; services.a.port = 1; }`;
    expect(values(plain, 'ExecStart', { settings })).toEqual(['/bin/a --port 1']);
    const weak = `{ lib, ... }: { imports = [ (${MODULE}) ]; services.a.port = lib.mkDefault 1; }`;
    expect(values(weak, 'ExecStart', { settings })).toEqual(['/bin/a --port 8080']);
  });

  test('an instance set from outside gives its unit', () => {
    const settings = [{ path: ['services', 'a', 'workers', 'x', 'size'], value: 3n }];
    const unit = unitOf(analyseText(MODULE, PATH, { settings }), 'a-x.service');
    expect(entriesOf(unit, 'ExecStart').map((entry) => entry.value)).toEqual(['/bin/worker 3']);
  });

  test('options of other modules are named, and conditions on them assumed', () => {
    const unit = unitOf(analyseText(MODULE, PATH), 'a.service');
    expect(unit.unknowns).toEqual(['config.services.db.group', 'config.services.a.domain'].sort());
    const [user] = entriesOf(unit, 'User');
    expect(user?.conditions).toEqual(['config.users.mutableUsers = true']);
    const [group] = entriesOf(unit, 'Group');
    expect(group?.value).toBe('‹config.services.db.group›');
    expect(group?.holes).toEqual([{ start: 0, end: 26, why: 'config.services.db.group' }]);
  });

  test('definitions of other options in the file are seen, their siblings are unknown', () => {
    const text = `{ config, ... }: {
      networking.hostName = "h";
      services.nginx.virtualHosts.x.root = "/srv";
      systemd.services.a.serviceConfig = {
        A = config.networking.hostName;
        B = config.networking.domain;
        C = config.services.nginx.virtualHosts.x.root;
        D = config.services.nginx.virtualHosts.x.port;
        E = config.systemd.services.other.serviceConfig.User;
      };
    }`;
    const [a, b, c, d, e] = ['A', 'B', 'C', 'D', 'E'].map((key) => values(text, key));
    expect(a).toEqual(['h']);
    expect(b).toEqual(['‹config.networking.domain›']);
    expect(c).toEqual(['/srv']);
    expect(d).toEqual(['‹config.services.nginx.virtualHosts.x.port›']);
    expect(e).toEqual(['‹config.systemd.services.other.serviceConfig.User›']);
  });

  test('unknown arguments and imports are named', () => {
    const text = `{ inputs, self, ... }: {
      imports = [ inputs.x.nixosModules.y ];
      systemd.services.a.script = "\${inputs.p.packages.x}/bin/p \${self.rev}";
    }`;
    const analysis = analyseText(text, PATH);
    expect(analysis.unknowns).toEqual(['inputs.x.nixosModules.y']);
    expect(unitOf(analysis, 'a.service').scripts[0]?.text).toContain('‹inputs.p.packages.x›/bin/p ‹self.rev›');
  });

  test.each([
    ['a package function', '{ stdenv, fetchurl }: stdenv.mkDerivation { name = "x"; }'],
    ['a package', '{ pkgs }: pkgs.stdenv.mkDerivation { name = "x"; config = { }; }'],
    ['a library of functions', '{ lib, pkgs }: { mkService = name: { systemd.services.x = { }; }; }'],
    ['a shell', '{ pkgs ? import <nixpkgs> { } }: pkgs.mkShell { packages = [ pkgs.hello ]; }'],
    ['a number', '1'],
    ['a list', '[ { systemd.services.a = { }; } ]'],
    ['launchd', '{ launchd.user.agents.x.serviceConfig.RunAtLoad = true; }'],
    ['an empty set', '{ }'],
  ])('%s has no units and no problems', (_name, text) => {
    const analysis = analyseText(text, PATH);
    expect(analysis.units).toEqual([]);
    expect(analysis.slots).toEqual([]);
    expect(analysis.problems).toEqual([]);
  });

  test('a fragment of a configuration has the variables of the module it was taken from', () => {
    const text =
      '{ systemd.services.a = let x = pkgs.hello; in { script = "${x}/bin/h ${lib.concatStrings [ "p" ]} ${config.n.o}"; }; }';
    const [script] = unitOf(analyseText(text, PATH), 'a.service').scripts;
    expect(script?.text).toContain('/nix/store/…-hello/bin/h p ‹config.n.o›');
  });
});

describe('one error leaves the rest alone', () => {
  const cases = [
    ['in another unit', 'systemd.services.b = throw "no";', 'evaluation', 'throw "no"'],
    ['in a directive', 'systemd.services.a.serviceConfig.X = throw "no";', 'evaluation', 'throw "no"'],
    ['in a list', 'systemd.services.a.serviceConfig.X = [ 1 (throw "no") ];', 'evaluation', 'throw "no"'],
    ['in a variable', 'systemd.services.a.environment.X = 1;', 'wrong-type', '1'],
    ['in an option', 'systemd.services.a.wantedBy = "x.target";', 'wrong-type', '"x.target"'],
    ['in a unit name', 'systemd.services.a.after = [ "network" ];', 'wrong-type', '"network"'],
    ['in an option name', 'systemd.services.a.afterr = [ ];', 'unknown-option', 'afterr'],
    ['in a condition', 'systemd.services.a.serviceConfig.X = lib.mkIf (throw "no") 1;', 'evaluation', 'throw "no"'],
    ['in an import', 'imports = [ ./missing.nix ];', 'evaluation', './missing.nix'],
    [
      'in a foreign option',
      'environment.x = throw "no"; systemd.services.b.script = config.environment.x;',
      'evaluation',
      'throw "no"',
    ],
    ['in a word', 'systemd.services.a.serviceConfig.Type = "simpel";', 'wrong-type', '"simpel"'],
    ['in two values', 'systemd.services.a.serviceConfig.User = lib.mkMerge [ "x" "y" ];', 'conflict', '"y"'],
  ] as const;

  test.each(cases)('%s', (_name, definition, code, at) => {
    const text = `{ config, lib, ... }: {
      systemd.services.a.serviceConfig.Slice = "s.slice"; systemd.services.a.script = "run"; ${definition} }`;
    const analysis = analyseText(text, PATH);
    const [problem, ...others] = analysis.problems;
    expect(others).toEqual([]);
    expect(problem?.code).toBe(code);
    expect(problem?.origin && text.slice(problem.origin.start, problem.origin.end)).toBe(at);
    expect(problem?.message).not.toContain('\n');
    expect(entriesOf(unitOf(analysis, 'a.service'), 'Slice').map((entry) => entry.value)).toEqual(['s.slice']);
  });

  test('an endless value is a hole, and the rest still comes out', () => {
    const text = `{ lib, ... }: let loop = n: loop (n + 1); in {
      systemd.services.a.serviceConfig = { A = loop 0; B = "b"; };
      systemd.services.b.serviceConfig.C = "c";
    }`;
    const analysis = analyseText(text, PATH);
    expect(entriesOf(unitOf(analysis, 'a.service'), 'A')[0]?.value).toMatch(
      /^‹evaluation stopped: over its budget of /,
    );
    expect(entriesOf(unitOf(analysis, 'a.service'), 'B')[0]?.value).toBe('b');
    expect(entriesOf(unitOf(analysis, 'b.service'), 'C')[0]?.value).toBe('c');
  });
});

describe('slots', () => {
  const text = `{ lib, pkgs, ... }:
    let
      common = { Restart = "always"; };
      make = name: { description = name; serviceConfig = common // { MemoryMx = "1G"; }; };
    in {
      systemd.services = lib.mkMerge [
        { a = make "a"; }
        (lib.mkIf false { a.serviceConfig.PrivateTmp = true; })
        { a.serviceConfig = lib.mkForce { User = lib.mkForce "x"; Group = "y"; }; }
        { a = { name, ... }: { environment.NAME = "n"; confinement.mode = "chroot-only"; }; }
      ];
      systemd.user.services.h = { Services.ExecStart = "x"; Unit.After = [ "y.target" ]; };
      systemd.user.services.n.unknownOption = 1;
      systemd.timers.t.timerConfig.OnCalendar = [ "daily" "weekly" ];
      systemd.mounts = [ { what = "/dev/x"; where = "/mnt/a"; mountConfig.Options = "ro"; } ];
      system.services.web = { config, ... }: {
        systemd.service.serviceConfig.DynamicUser = true;
        services.worker.systemd.service.descripton = "w";
      };
      boot.initrd.systemd.services.i.unitConfig.After = "z.service";
    }`;
  const { slots } = analyseText(text, PATH);
  const found = slots.map((slot) => {
    const key = text.slice(slot.keyOrigin.start, slot.keyOrigin.end);
    const shown = slot.values.map((origin) => text.slice(origin.start, origin.end)).join(' | ');
    const role =
      'section' in slot.role
        ? slot.role.section
        : 'path' in slot.role
          ? ['options', ...slot.role.path].join('.')
          : slot.role.set;
    return `${slot.scope} ${slot.world} ${slot.unit} ${role} ${key} = ${shown}${slot.declared ? '' : ' (undeclared)'}`;
  });

  test.each([
    'system nixos a.service Service Restart = "always"',
    'system nixos a.service Service MemoryMx = "1G"',
    'system nixos a.service options description = "a"',
    'system nixos a.service Service PrivateTmp = true',
    'system nixos a.service Service User = "x"',
    'system nixos a.service Service Group = "y"',
    'system nixos a.service environment NAME = "n"',
    'system nixos a.service options.confinement mode = "chroot-only"',
    'user home-manager h.service sections Services = Services (undeclared)',
    'user home-manager h.service Services ExecStart = "x"',
    'user home-manager h.service Unit After = [ "y.target" ] | "y.target"',
    'user nixos n.service options unknownOption = 1 (undeclared)',
    'system nixos t.timer Timer OnCalendar = [ "daily" "weekly" ] | "daily" | "weekly"',
    'system nixos mnt-a.mount options what = "/dev/x"',
    'system nixos mnt-a.mount Mount Options = "ro"',
    'system modular web.service Service DynamicUser = true',
    'system modular web-worker.service options descripton = "w" (undeclared)',
    'initrd nixos i.service Unit After = "z.service"',
  ])('%s', (expected) => {
    expect(found).toContain(expected);
  });
});

describe('lines of a unit', () => {
  test('know the expressions that made them', () => {
    const text = `{ lib, ... }: {
      imports = [ { systemd.services.a.after = [ "x.service" ]; } ];
      systemd.services.a = lib.mkIf (lib.isString "") { description = "d"; after = [ "y.service" ]; script = "run"; };
    }`;
    const unit = unitOf(analyseText(text, PATH), 'a.service');
    const { text: file, lines } = unitText(unit);
    const shown = (origins: Entry['keys'] | undefined): readonly string[] =>
      (origins ?? []).map((origin) => text.slice(origin.start, origin.end));
    const line = (start: string): Entry | undefined =>
      lines[file.split('\n').findIndex((each) => each.startsWith(start))];
    expect(shown(line('Description=')?.values)).toEqual(['"d"']);
    expect(shown(line('After=')?.keys)).toEqual(['after', 'after']);
    expect(shown(line('After=')?.values)).toEqual(['[ "y.service" ]', '[ "x.service" ]']);
    expect(shown(line('ExecStart=')?.keys)).toEqual(['script']);
    expect(shown(line('Environment="PATH=')?.values)).toEqual([]);
    expect(shown(unit.declarations)).toEqual(['a', 'a']);
    expect(unit.scripts[0]?.origin && text.slice(unit.scripts[0].origin.start, unit.scripts[0].origin.end)).toBe(
      '"run"',
    );
  });

  test('a setting of the whole configuration is not lost in a unit', () => {
    const text = '{ systemd.globalEnvironment.HTTP = "h"; systemd.services.a.environment.TZDIR = null; }';
    expect(values(text, 'Environment')).toContain('"HTTP=h"');
    expect(values(text, 'Environment').some((value) => value.startsWith('"TZDIR'))).toBe(false);
    expect(
      values('{ config, ... }: { systemd.services.a.description = config.x.y; }', 'Description', {
        settings: [{ path: ['x', 'y'], value: str('set') }],
      }),
    ).toEqual(['set']);
  });
});

describe('configurations inside of others', () => {
  const shown = (text: string): readonly string[] =>
    analyseText(text, PATH).units.map((unit) => `${unit.scope} ${unit.world} ${unit.name}`);

  test('the machines of a test', () => {
    const test = `{
      name = "t";
      nodes.server = { pkgs, ... }: { systemd.services.http.script = "\${pkgs.python3}/bin/python3 -m http.server"; };
      nodes.client = { };
      testScript = "";
    }`;
    expect(shown(test)).toEqual(['system nixos http.service']);
    expect(shown(`{ pkgs, ... }: ${test}`)).toEqual(['system nixos http.service']);
    expect(shown(`{ pkgs }: pkgs.nixosTest ${test}`)).toEqual(['system nixos http.service']);
    expect(shown(`{ pkgs }: pkgs.testers.runNixOSTest (${test})`)).toEqual(['system nixos http.service']);
  });

  test('the users of home-manager', () => {
    const text = `{ pkgs, ... }: {
      home-manager.users.alice = { config, ... }: {
        systemd.user.services.sync.Service.ExecStart = "\${config.home.homeDirectory}/x";
      };
      home-manager.users.bob.systemd.user.timers.t.Timer.OnCalendar = "daily";
      systemd.services.a.script = "x";
    }`;
    expect(shown(text)).toEqual([
      'system nixos a.service',
      'user home-manager sync.service',
      'user home-manager t.timer',
    ]);
  });

  test('a specialisation with what it changes', () => {
    const text = `{
      systemd.services = { a.script = "x"; b.script = "y"; };
      specialisation.s.configuration.systemd.services.b.serviceConfig.User = "u";
    }`;
    const units = analyseText(text, PATH).units;
    expect(units.map((unit) => unit.name)).toEqual(['a.service', 'b.service', 'b.service']);
    expect(units[2] && entriesOf(units[2], 'User').map((entry) => entry.value)).toEqual(['u']);
    expect(units[2] && entriesOf(units[2], 'ExecStart')).toHaveLength(1);
  });
});

describe('assertions and warnings', () => {
  const problems = (text: string): readonly string[] =>
    analyseText(text, PATH).problems.map(
      ({ code, message, origin }) => `${code}: ${message} at ${origin && text.slice(origin.start, origin.end)}`,
    );

  test('what does not hold is told where it stands', () => {
    const text = `{ config, lib, ... }: {
      system.stateVersion = "25.05";
      assertions = [ { assertion = 1 == 2; message = "one is\\n not two"; } { assertion = true; message = "no"; } ];
      warnings = lib.optional (1 < 2) "old";
    }`;
    expect(problems(text)).toEqual(['assertion: one is not two at 1 == 2', 'warning: old at "old"']);
  });

  test('those of a module are about what whoever imports it sets', () => {
    expect(problems('{ assertions = [ { assertion = false; message = "no"; } ]; }')).toEqual([]);
  });

  test('what hangs on an unknown is not', () => {
    const text = `{ config, lib, ... }: {
      system.stateVersion = "25.05";
      assertions = [ { assertion = config.x.y != null; message = "no"; } ];
      warnings = lib.mkIf config.z.enable [ "old" ];
    }`;
    expect(problems(text)).toEqual([]);
  });
});

test('a file that adds to an option of another module does not know the rest of it', () => {
  const text = `{ config, lib, ... }: {
    options.services.jobs = lib.mkOption {
      type = lib.types.attrsOf (lib.types.submodule { options.size = lib.mkOption { type = lib.types.int; default = 1; }; });
    };
    config.services.jobs.x = { repo = "r"; };
    config.systemd.services.a.serviceConfig = {
      A = config.services.jobs.x.repo; B = config.services.jobs.x.size; C = config.services.jobs.x.other;
    };
  }`;
  expect(analyseText(text, PATH).problems).toEqual([]);
  expect(values(text, 'A')).toEqual(['r']);
  expect(values(text, 'B')).toEqual(['1']);
  expect(values(text, 'C')).toEqual(['‹config.services.jobs.x.other›']);
});

describe('a flake', () => {
  const shown = (text: string): readonly string[] => analyseText(text, PATH).units.map((unit) => unit.name);

  test('shows the units of its modules and configurations', () => {
    const text = `{
      inputs.nixpkgs.url = "x";
      outputs = { self, nixpkgs, home-manager, ... }@inputs: {
        nixosModules.m = { pkgs, ... }: { systemd.services.m.script = "\${pkgs.hello}"; };
        nixosConfigurations.host = nixpkgs.lib.nixosSystem {
          system = "x86_64-linux";
          specialArgs = { inherit inputs; word = "w"; };
          modules = [ self.nixosModules.m inputs.other.nixosModules.o ({ word, ... }: { systemd.services.h.description = word; }) ];
        };
        homeConfigurations.u = home-manager.lib.homeManagerConfiguration {
          pkgs = nixpkgs.legacyPackages.x86_64-linux;
          modules = [ { systemd.user.services.s.Service.ExecStart = "x"; } ];
        };
        packages.x86_64-linux.default = nixpkgs.legacyPackages.x86_64-linux.hello;
      };
    }`;
    expect(shown(text)).toEqual(['m.service', 'h.service', 'm.service', 's.service']);
    expect(analyseText(text, PATH).problems).toEqual([]);
  });

  test.each([
    [
      'of packages alone',
      '{ outputs = { self, nixpkgs }: { packages.x86_64-linux.a = nixpkgs.legacyPackages.x86_64-linux.hello; }; }',
    ],
    [
      'of flake-utils',
      '{ outputs = { flake-utils, nixpkgs, ... }: flake-utils.lib.eachDefaultSystem (system: { packages.a = 1; }); }',
    ],
    ['without outputs', '{ description = "x"; }'],
  ])('%s has none', (_name, text) => {
    expect(analyseText(text, PATH)).toMatchObject({ units: [], slots: [], problems: [] });
  });

  test('of flake-parts and of flake-utils with modules', () => {
    const module = '{ nixosModules.m.systemd.services.m.script = "x"; }';
    expect(
      shown(
        `{ outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } { systems = [ ]; flake = ${module}; }; }`,
      ),
    ).toEqual(['m.service']);
    expect(
      shown(`{ outputs = { flake-utils, ... }: flake-utils.lib.eachDefaultSystem (s: { }) // ${module}; }`),
    ).toEqual(['m.service']);
  });
});

test('an option made by an unknown function is unknown', () => {
  const text = `{ config, lib, ... }: {
    options.programs.x.on = lib.hm.shell.mkBashIntegrationOption { inherit config; };
    config.systemd.services.a = lib.mkIf config.programs.x.on { serviceConfig.A = toString config.programs.x.on; };
  }`;
  expect(analyseText(text, PATH).problems).toEqual([]);
  expect(values(text, 'A')).toEqual(['‹config.programs.x.on›']);
});

describe('modular services of a user', () => {
  test('become units of home-manager', () => {
    const text = `{
      home.services.web = {
        process.argv = [ "/bin/w" "100%" ];
        systemd.service = { after = [ "network.target" ]; environment.A = "b"; };
        services.part = { process.argv = [ "p" ]; systemd.service.wantedBy = [ "multi-user.target" ]; };
      };
    }`;
    const analysis = analyseText(text, PATH);
    expect(analysis.problems).toEqual([]);
    expect(unitText(unitOf(analysis, 'web.service')).text).toBe(
      [
        '[Install]\nWantedBy=default.target\n',
        '[Service]\nEnvironment=A=b\nExecStart="/bin/w" "100%%"\nRestart=always\nRestartSec=5\nType=simple\n',
        '[Unit]\nAfter=network.target\n',
      ].join('\n'),
    );
    expect(entriesOf(unitOf(analysis, 'web-part.service'), 'WantedBy').map((entry) => entry.value)).toEqual([
      'default.target',
    ]);
  });
});
