import { describe, expect, test } from 'vitest';
import { unitText } from '../../server/src/units/text';
import { analyseText, entriesOf, PATH, unitOf } from './world';

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

describe('a flake of parts', () => {
  test('has what its modules put under `flake`', () => {
    const text = `{ outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
      imports = [
        ({ self, inputs, ... }: {
          flake.nixosConfigurations.web = inputs.nixpkgs.lib.nixosSystem { modules = [ self.nixosModules.m ]; };
        })
        inputs.other.flakeModule
      ];
      perSystem = { pkgs, ... }: { packages.a = pkgs.hello; };
      flake.nixosModules.m.systemd.services.m.script = "x";
    }; }`;
    const { units, problems } = analyseText(text, PATH);
    expect(problems).toEqual([]);
    expect(units.map(({ context, name }) => `${context} ${name}`)).toEqual([
      'nixosModules.m m.service',
      'nixosConfigurations.web m.service',
    ]);
  });
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

describe('texts that Nix refuses', () => {
  const found = (text: string): readonly (readonly [string, number | undefined])[] =>
    analyseText(text, PATH).problems.map(({ code, origin }) => [code, origin?.start]);

  test.each([
    [
      'a set as the arguments of a function',
      '{ lib, ... } = { systemd.services.a.script = "x"; }',
      [['syntax-error', 13]],
    ],
    ['a semicolon after the file', '{ lib, ... }: { systemd.services.a.script = "x"; };', [['syntax-error', 50]]],
    ['a name of nobody', '{ lib, ... }: { systemd.services.a.script = x; }', [['undefined-variable', 44]]],
    [
      'options without a name',
      '{ lib, ... }: with lib; { config = mkIf cfg.enable { }; }',
      [['undefined-variable', 40]],
    ],
    ['a name of a set that is not known', '{ my, ... }: with my; { config = cfg.x; }', []],
    ['a name in a piece of a configuration', '{ systemd.services.a.script = pkgs.hello.name; }', []],
    ['a comment that ends like a set', '{ lib, ... }: { }\n# };', []],
  ] as const)('%s', (_name, text, problems) => {
    expect(found(text)).toEqual(problems);
  });

  test('leave the units that they hold', () => {
    const text = '{ lib, ... } = { systemd.services.a.script = "x"; };';
    expect(analyseText(text, PATH).units.map(({ name }) => name)).toEqual(['a.service']);
  });
});

describe('what a unit belongs to', () => {
  const contexts = (text: string): readonly (string | undefined)[] =>
    analyseText(text, PATH).units.map(({ context }) => context);

  test('is named', () => {
    const unit = 'systemd.services.a.script = "x"';
    expect(contexts(`{ ${unit}; containers.db.config.${unit}; }`)).toEqual([undefined, 'containers.db']);
    expect(contexts(`{ testScript = ""; nodes.web = { specialisation.s.configuration.${unit}; }; }`)).toEqual([
      'nodes.web.specialisation.s',
    ]);
    expect(contexts(`{ outputs = _: { colmena.web = { ${unit}; }; colmena.meta = { }; }; }`)).toEqual(['colmena.web']);
  });
});

describe('a unit that a package may bring', () => {
  const maybe = (definition: string): readonly (boolean | undefined)[] =>
    analyseText(`{ pkgs, lib, ... }: { ${definition} }`, PATH).units.map(({ maybeDropIn }) => maybeDropIn);
  const override = 'systemd.services.a.serviceConfig.Nice = 5;';

  test.each([
    ['with packages', `systemd.packages = [ pkgs.hello ]; ${override}`, true],
    ['without packages', override, false],
    ['with its own command', `systemd.packages = [ pkgs.hello ]; systemd.services.a.script = "x";`, false],
    [
      'as a drop-in anyhow',
      `systemd.packages = [ pkgs.hello ]; ${override} systemd.services.a.overrideStrategy = "asDropin";`,
      false,
    ],
    ['a timer with packages', 'systemd.packages = [ pkgs.hello ]; systemd.timers.a.wantedBy = [ ];', true],
  ])('%s', (_name, definition, expected) => {
    expect(maybe(definition)).toEqual([expected]);
  });
});

describe('the files of an analysis', () => {
  test('are all that were read', () => {
    const folder = '/configuration';
    const text = `{ lib, ... }: {
      imports = [ ./module.nix ];
      systemd.services.a.script = import ./missing.nix;
      systemd.services.b.script = builtins.readFile ./script.sh;
    }`;
    expect(analyseText(text, PATH).files).toEqual([
      PATH,
      `${folder}/module.nix`,
      `${folder}/missing.nix`,
      `${folder}/script.sh`,
    ]);
  });
});
