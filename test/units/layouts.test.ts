import { describe, expect, test } from 'vitest';
import { type Files, module, outputs, shown, unit } from './host-files';

interface Layout {
  readonly name: string;
  readonly files: Files;
  readonly units: readonly string[];
}

const LAYOUTS: readonly Layout[] = [
  {
    name: 'functions of its own over the folders of hosts',
    files: {
      '/repository/flake.nix': outputs(`let
        inherit (nixpkgs) lib;
        mkHost = name: lib.nixosSystem { specialArgs = { inherit inputs; }; modules = [ ./hosts/\${name} ]; };
      in { nixosConfigurations = lib.genAttrs (builtins.attrNames (builtins.readDir ./hosts)) mkHost; }`),
      '/repository/hosts/a/default.nix': module('one'),
      '/repository/hosts/b/default.nix': module('two'),
    },
    units: ['nixosConfigurations.a one.service', 'nixosConfigurations.b two.service'],
  },
  {
    name: 'paths of the flake itself',
    files: {
      '/repository/flake.nix': outputs(
        'let m = self + "/modules/m.nix"; in { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ m "${self}/n.nix" (import (self + "/o.nix") "p") ]; }; }',
      ),
      '/repository/modules/m.nix': module('m'),
      '/repository/n.nix': module('n'),
      '/repository/o.nix': `name: { systemd.services.\${name}.script = "x"; }`,
    },
    units: ['nixosConfigurations.a m.service', 'nixosConfigurations.a n.service', 'nixosConfigurations.a p.service'],
  },
  {
    name: "nixpkgs' eval-config, of a patched nixpkgs too",
    files: {
      '/repository/flake.nix':
        outputs(`let patched = nixpkgs.legacyPackages.x86_64-linux.applyPatches { src = nixpkgs; }; in {
        nixosConfigurations.a = import "\${nixpkgs}/nixos/lib/eval-config.nix" { modules = [ ./m.nix ]; };
        nixosConfigurations.b = import (self.inputs.unheard.patched + "/nixos/lib/eval-config.nix") { modules = [ ./m.nix ]; };
      }`),
      '/repository/m.nix': module('m'),
    },
    units: ['nixosConfigurations.a m.service', 'nixosConfigurations.b m.service'],
  },
  {
    name: 'parts, of which one is a function',
    files: {
      '/repository/flake.nix': outputs(
        'inputs.flake-parts.lib.mkFlake { inherit inputs; } { imports = [ ./hosts.nix ]; systems = import inputs.systems; flake.nixosModules.m = ./m.nix; }',
      ),
      '/repository/hosts.nix': `{ inputs, withSystem, ... }: { flake = { lib, ... }: {
        nixosConfigurations = lib.genAttrs [ "a" ] (name: withSystem "x86_64-linux" ({ pkgs, ... }:
          inputs.nixpkgs.lib.nixosSystem { inherit pkgs; modules = [ inputs.self.nixosModules.m ]; }));
      }; }`,
      '/repository/m.nix': module('m'),
    },
    units: ['nixosModules.m m.service', 'nixosConfigurations.a m.service'],
  },
  {
    name: 'parts whose modules are merged by their names',
    files: {
      '/repository/flake.nix': outputs(`inputs.flake-parts.lib.mkFlake { inherit inputs; } ({ config, ... }: {
        imports = [ { flake.modules.nixos.base = { ${unit('one')} }; } { flake.modules.nixos.base = { ${unit('two')} }; } ];
        flake.nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ config.flake.modules.nixos.base ]; };
      })`),
    },
    units: [
      'modules.nixos.base one.service',
      'modules.nixos.base two.service',
      'nixosConfigurations.a one.service',
      'nixosConfigurations.a two.service',
    ],
  },
  {
    name: 'tests of parts, for the one system that is looked at',
    files: {
      '/repository/flake.nix': outputs(`inputs.flake-parts.lib.mkFlake { inherit inputs; } {
        perSystem = { pkgs, ... }: { checks.t = pkgs.testers.runNixOSTest ./test.nix; };
      }`),
      '/repository/test.nix': `{ imports = [ ./common.nix ]; name = "t"; nodes.web = { ${unit('web')} }; }`,
      '/repository/common.nix': `{ defaults = { ${unit('all')} }; testScript = ""; }`,
    },
    units: ['checks.x86_64-linux.t.nodes.web all.service', 'checks.x86_64-linux.t.nodes.web web.service'],
  },
  {
    name: 'easy-hosts',
    files: {
      '/repository/flake.nix': outputs(`inputs.flake-parts.lib.mkFlake { inherit inputs; } {
        imports = [ inputs.easy-hosts.flakeModule ];
        easy-hosts = { path = ./hosts; shared.modules = [ { ${unit('all')} } ]; hosts.a = { }; hosts.mac.class = "darwin"; };
      }`),
      '/repository/hosts/a/default.nix': module('one'),
    },
    units: ['nixosConfigurations.a all.service', 'nixosConfigurations.a one.service'],
  },
  {
    name: 'lite-config, given as a function',
    files: {
      '/repository/flake.nix': outputs(`inputs.flake-parts.lib.mkFlake { inherit inputs; } {
        lite-config = { lib, ... }: { hostModuleDir = ./hosts; hosts = { a.system = "x86_64-linux"; b.system = "aarch64-darwin"; }; };
      }`),
      '/repository/hosts/a/default.nix': module('one'),
    },
    units: ['nixosConfigurations.a one.service'],
  },
  {
    name: 'machines of a clan, with the files of their folders',
    files: {
      '/repository/flake.nix': outputs(`let clan = inputs.clan-core.lib.clan {
        inherit self;
        machines.a = { ${unit('said')} };
        inventory.machines = { b.tags = [ "x" ]; mac.machineClass = "darwin"; };
      }; in { inherit (clan.config) nixosConfigurations; }`),
      '/repository/machines/a/configuration.nix': module('one'),
      '/repository/machines/b/configuration.nix': module('two'),
    },
    units: [
      'nixosConfigurations.a one.service',
      'nixosConfigurations.a said.service',
      'nixosConfigurations.b two.service',
    ],
  },
  {
    name: 'services of a clan, to the machines that have their roles',
    files: {
      '/repository/flake.nix': outputs(`let clan = inputs.clan-core.lib.clan {
        inherit self;
        modules."own" = ./service.nix;
        inventory.machines = { a.tags = [ "web" ]; b = { }; };
        inventory.instances.one = { module.name = "own"; roles.server.tags = [ "web" ]; roles.server.settings.name = "set"; };
        inventory.instances.two = { module = { name = "x"; input = "clan-core"; }; roles.all = { tags.all = { }; extraModules = [ { ${unit('more')} } ]; }; };
      }; in { inherit (clan.config) nixosConfigurations; }`),
      '/repository/service.nix': `{ ... }: { _class = "clan.service"; roles.server = {
        interface = { lib, ... }: { options.name = lib.mkOption { }; options.kind = lib.mkOption { default = "plain"; }; };
        perInstance = { settings, instanceName, machine, ... }: {
          nixosModule = { ... }: { systemd.services."\${instanceName}-\${machine.name}-\${settings.name}-\${settings.kind}".script = "x"; };
        };
      }; }`,
    },
    units: [
      'nixosConfigurations.a more.service',
      'nixosConfigurations.a one-a-set-plain.service',
      'nixosConfigurations.b more.service',
    ],
  },
  {
    name: 'the folders of blueprint',
    files: {
      '/repository/flake.nix': '{ outputs = inputs: inputs.blueprint { inherit inputs; prefix = "nix/"; }; }',
      '/repository/nix/hosts/a/configuration.nix': `{ flake, ... }: { imports = [ flake.nixosModules.m ]; }`,
      '/repository/nix/modules/nixos/m.nix': module('m'),
    },
    units: ['nixosModules.m m.service', 'nixosConfigurations.a m.service'],
  },
  {
    name: 'the folders of snowfall',
    files: {
      '/repository/flake.nix': '{ outputs = inputs: inputs.snowfall-lib.mkFlake { inherit inputs; src = ./.; }; }',
      '/repository/systems/x86_64-linux/a/default.nix': module('one'),
      '/repository/modules/nixos/services/m/default.nix': module('m'),
    },
    units: ['nixosConfigurations.a m.service', 'nixosConfigurations.a one.service'],
  },
  {
    name: 'the folders of nixos-unified',
    files: {
      '/repository/flake.nix': outputs(`inputs.flake-parts.lib.mkFlake { inherit inputs; } {
        imports = [ inputs.nixos-unified.flakeModules.autoWire { options.me = nixpkgs.lib.mkOption { default = "me"; }; } ];
      }`),
      '/repository/configurations/nixos/a/default.nix': `{ flake, ... }: { systemd.services.\${flake.config.me}.script = "x"; }`,
    },
    units: ['nixosConfigurations.a me.service'],
  },
  {
    name: "haumea's trees of files",
    files: {
      '/repository/flake.nix': outputs(`let
        tree = inputs.haumea.lib.load { src = ./modules; loader = _: path: path; };
      in { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ tree.services.m ]; }; }`),
      '/repository/modules/services/m.nix': module('m'),
    },
    units: ['nixosConfigurations.a m.service'],
  },
  {
    name: 'hosts that deploy-rs alone has',
    files: {
      '/repository/flake.nix': outputs(`let made = nixpkgs.lib.nixosSystem { modules = [ ./m.nix ]; }; in {
        nixosConfigurations.a = made;
        deploy.nodes.a.profiles.system.path = inputs.deploy-rs.lib.x86_64-linux.activate.nixos self.nixosConfigurations.a;
        deploy.nodes.b.profiles.system.path = inputs.deploy-rs.lib.x86_64-linux.activate.nixos made;
      }`),
      '/repository/m.nix': module('m'),
    },
    units: ['nixosConfigurations.a m.service', 'deploy.nodes.b m.service'],
  },
  {
    name: 'what is added to a system',
    files: {
      '/repository/flake.nix': outputs(`{
        nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ { ${unit('one')} } ]; };
        nixosConfigurations.b = self.nixosConfigurations.a.extendModules { modules = [ { ${unit('two')} } ]; };
      }`),
    },
    units: [
      'nixosConfigurations.a one.service',
      'nixosConfigurations.b one.service',
      'nixosConfigurations.b two.service',
    ],
  },
];

describe('the hosts of a flake', () => {
  test.each(LAYOUTS)('$name', ({ files, units }) => {
    expect(shown(files).toSorted()).toEqual(units.toSorted());
  });
});
