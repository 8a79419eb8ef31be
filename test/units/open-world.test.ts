import { describe, expect, test } from 'vitest';
import { analyseText, entriesOf, PATH, unitOf, values } from './world';

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

const NIXOS = 'systemd.services';
const HOME = 'systemd.user.services';

test.each([
  ['the environment', NIXOS, 'environment = config.own.more;'],
  ['a section', NIXOS, 'serviceConfig = config.own.more;'],
  ['a section under a condition that is assumed', NIXOS, 'serviceConfig = lib.mkIf config.own.on config.own.more;'],
  ['a section that is overridden', NIXOS, 'unitConfig = config.own.more // { A = "1"; };'],
  ['a section that is merged', NIXOS, 'serviceConfig = lib.mkMerge [ { A = "1"; } config.own.more ];'],
  ['a section of home-manager', HOME, 'Service = { A = "1"; } // config.own.more;'],
  ['another section of home-manager', HOME, 'Service.A = "1"; Unit = config.own.more;'],
])('what is not known of %s is named with the unit', (_name, option, inner) => {
  const analysis = analyseText(`{ config, lib, ... }: { ${option}.a = { ${inner} }; }`, PATH);
  const { open, unknowns } = unitOf(analysis, 'a.service');
  expect({ open, unknowns }).toEqual({ open: true, unknowns: ['config.own.more'] });
});

test.each([
  ['unknown', NIXOS, 'config.own.more'],
  ['unknown under a condition', NIXOS, 'lib.mkIf config.own.on config.own.more'],
  ['unknown in part', NIXOS, '{ script = "x"; } // config.own.more'],
  ['merged with an unknown set', NIXOS, 'lib.mkMerge [ { script = "x"; } config.own.more ]'],
  ['of home-manager and unknown in part', HOME, '{ Service.A = "1"; } // config.own.more'],
])('a unit that is %s names what is not known of it', (_name, option, value) => {
  const analysis = analyseText(`{ config, lib, ... }: { ${option}.a = ${value}; }`, PATH);
  const { open, unknowns } = unitOf(analysis, 'a.service');
  expect({ open, unknowns }).toEqual({ open: true, unknowns: ['config.own.more'] });
  expect(analysis.problems).toEqual([]);
});

test('an option made by an unknown function is unknown', () => {
  const text = `{ config, lib, ... }: {
    options.programs.x.on = lib.hm.shell.mkBashIntegrationOption { inherit config; };
    config.systemd.services.a = lib.mkIf config.programs.x.on { serviceConfig.A = toString config.programs.x.on; };
  }`;
  expect(analyseText(text, PATH).problems).toEqual([]);
  expect(values(text, 'A')).toEqual(['‹config.programs.x.on›']);
});

test('an error in an ordered definition is reported as what it is', () => {
  const text = `{ lib, ... }: {
    systemd.services.a = { postStart = lib.mkAfter "x\${throw "gone"}"; serviceConfig.A = "1"; };
  }`;
  expect(analyseText(text, PATH).problems.map(({ message }) => message)).toEqual(['gone']);
  expect(values(text, 'A')).toEqual(['1']);
});

test('what a removed option says may be text of the configuration', () => {
  const text = `{ config, lib, ... }: {
    imports = [ (lib.mkRemovedOptionModule [ "old" ] "Use \${config.new}.") ];
    options.new = lib.mkOption { type = lib.types.str; default = "new"; };
    config.systemd.services.a.serviceConfig.A = config.new;
  }`;
  expect(analyseText(text, PATH).problems).toEqual([]);
  expect(values(text, 'A')).toEqual(['new']);
});

test.each(['system', 'home'])('a modular service of %s imports what declares its options', (manager) => {
  const service = (imported: string): string =>
    `{ pkgs, ... }: { ${manager}.services.a = { imports = [ ${imported} ]; process.argv = [ "/bin/a" ]; own.port = "1"; }; }`;
  const declared =
    '({ lib, config, ... }: { options.own.port = lib.mkOption { type = lib.types.str; }; config.systemd.service.description = config.own.port; })';
  for (const imported of [declared, 'pkgs.a.passthru.services.default']) {
    const { problems, units } = analyseText(service(imported), PATH);
    expect(problems).toEqual([]);
    expect(units.map(({ name }) => name)).toEqual(['a.service']);
  }
});

test('names that are known in part may differ: the first unit stands for all', () => {
  const text = `{ escape, ... }: { systemd.services = {
    "a-\${escape "x"}".serviceConfig.A = "1";
    "a-\${escape "y"}".serviceConfig.A = "2";
  }; }`;
  const { problems, units } = analyseText(text, PATH);
  expect(problems).toEqual([]);
  expect(units.map(({ name }) => name)).toEqual(['a-‹escape …›.service']);
  expect(units.flatMap((unit) => entriesOf(unit, 'A')).map(({ value }) => value)).toEqual(['1']);
});
