import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { extracted, FIXTURES } from './extracted';

/** The whole text after the extraction to a `let`. */
async function toLet(marked: string, path?: string): Promise<string | undefined> {
  return (await extracted(marked, path)).find(({ title }) => title.endsWith('a let'))?.text;
}

describe('hardening goes to a let', () => {
  test('around the body of a module, with its comments, in the style of the file', async () => {
    const text = await toLet(`{ config, pkgs, ... }: {
    # what it serves
    systemd.services.we|b = {
        wantedBy = [ "multi-user.target" ];
        serviceConfig = {
            ExecStart = "\${pkgs.web}/bin/web"; # all
            NoNewPrivileges = true;

            # no files of others
            ProtectHome = "tmpfs"; # of users
            User = "web";

            SystemCallFilter = [
                "@system-service"
                "~@privileged"
            ];
        };
    };
}
`);
    expect(text).toBe(`{ config, pkgs, ... }:
let
    hardening = {
        NoNewPrivileges = true;

        # no files of others
        ProtectHome = "tmpfs"; # of users
        SystemCallFilter = [
            "@system-service"
            "~@privileged"
        ];
    };
in
{
    # what it serves
    systemd.services.web = {
        wantedBy = [ "multi-user.target" ];
        serviceConfig = hardening // {
            ExecStart = "\${pkgs.web}/bin/web"; # all
            User = "web";
        };
    };
}
`);
  });

  test('that is there already, of whatever name is free', async () => {
    const text = await toLet(`{ lib, config, ... }:
with lib;
let
  cfg = config.services.a;
  hardening = "taken";
in {
  config = mkIf cfg.enable {
    systemd.services.a.serviceConfig = { ExecStart = "/bin/a \${hardening}"; PrivateTmp = true; UMask = mkDe|fault "0077"; };
  };
}
`);
    expect(text).toBe(`{ lib, config, ... }:
with lib;
let
  cfg = config.services.a;
  hardening = "taken";
  commonHardening = {
    PrivateTmp = true;
    UMask = mkDefault "0077";
  };
in {
  config = mkIf cfg.enable {
    systemd.services.a.serviceConfig = commonHardening // { ExecStart = "/bin/a \${hardening}"; };
  };
}
`);
  });

  test('in the module of a flake, which itself can have no let', async () => {
    const text = await toLet(
      `{
  outputs = { self }: {
    nixosModules.a = { ... }: {
      systemd.services.a.serviceConfig = { ExecStart = "/bin/a"; PrivateTmp = true; ProtectHome = true;| };
    };
  };
}
`,
      join(FIXTURES, 'flake.nix'),
    );
    expect(text).toContain(`    nixosModules.a = { ... }:
    let
      hardening = {
        PrivateTmp = true;
        ProtectHome = true;
      };
    in
    {
      systemd.services.a.serviceConfig = hardening // { ExecStart = "/bin/a"; };`);
  });

  test('once for all services that have it word for word', async () => {
    const offers = await extracted(`{
  systemd.services.a.serviceConfig = {
    ExecStart = "/bin/a";
    PrivateTmp = true;
    ProtectHome = true;|
  };
  systemd.services.b.serviceConfig = {
    ProtectHome = true;
    ExecStart = "/bin/b";
    PrivateTmp = true;
    UMask = "0077";
  };
  systemd.services.c.serviceConfig = {
    PrivateTmp = true;
    ProtectHome = "read-only";
    ExecStart = "/bin/c";
  };
  systemd.services.d = {
    script = "d";
    serviceConfig = {
      PrivateTmp = true;
      ProtectHome = true;
    };
  };
}
`);
    expect(offers.map(({ title }) => title)).toEqual([
      'Extract hardening of 3 services to a let',
      'Extract hardening of 3 services to hardening.nix',
    ]);
    expect(offers[0]?.text).toBe(`let
  hardening = {
    PrivateTmp = true;
    ProtectHome = true;
  };
in
{
  systemd.services.a.serviceConfig = hardening // {
    ExecStart = "/bin/a";
  };
  systemd.services.b.serviceConfig = hardening // {
    ExecStart = "/bin/b";
    UMask = "0077";
  };
  systemd.services.c.serviceConfig = {
    PrivateTmp = true;
    ProtectHome = "read-only";
    ExecStart = "/bin/c";
  };
  systemd.services.d = {
    script = "d";
    serviceConfig = hardening;
  };
}
`);
  });

  const PLACES: readonly (readonly [what: string, from: string, to: string])[] = [
    ['after what it wins over', 'base // { P }', 'base // hardening // { R }'],
    ['before what wins over it', '{ P } // base', 'hardening // { R } // base'],
    ['as an argument', 'lib.mkForce { P }', 'lib.mkForce (hardening // { R })'],
    ['in parentheses', 'lib.mkForce ({ P })', 'lib.mkForce (hardening // { R })'],
    ['among others', 'lib.mkMerge [ { P } base ]', 'lib.mkMerge [ (hardening // { R }) base ]'],
    ['under a condition', 'if true then { P } else base', 'if true then hardening // { R } else base'],
    ['in a function', 'let made = x: { P }; in made 1', 'let made = x: hardening // { R }; in made 1'],
  ];
  test.each(PLACES)('%s', async (_, from, to) => {
    const config = (value: string): string => `systemd.services.a.serviceConfig = ${value};`;
    const directives = 'ExecStart = "/a"; PrivateTmp = true;| ProtectHome = lib.mkForce true;';
    const text = await toLet(
      `{ lib, ... }: let base.Restart = "no"; in {\n  ${config(from.replace('P', directives))}\n}\n`,
    );
    expect(text).toContain(config(to.replace('R', 'ExecStart = "/a";')));
    expect(text).toContain('hardening = {\n    PrivateTmp = true;\n    ProtectHome = lib.mkForce true;\n  };\n');
  });

  test('as far as its values mean the same there', async () => {
    const text = await toLet(`{ lib, ... }: {
  systemd.services = lib.genAttrs [ "a" "b" ] (name: {
    serviceConfig = {
      ExecStart = "/bin/\${name}";
      PrivateTmp = name == "a";
      ProtectHome = true;
      UMask = "0077";|
    };
  });
}
`);
    expect(text).toContain('PrivateTmp = name == "a";\n    };\n  });');
    expect(text).toContain('let\n  hardening = {\n    ProtectHome = true;\n    UMask = "0077";\n  };\nin\n');
  });

  test('with the line ends of the file', async () => {
    const text = await toLet(
      '{\r\n  systemd.services.a.serviceConfig = {\r\n    ExecStart = "/a";\r\n\r\n    # b\r\n    PrivateTmp = true;\r\n    UMask = "0077";|\r\n  };\r\n}\r\n',
    );
    expect(text).toBe(
      'let\r\n  hardening = {\r\n    # b\r\n    PrivateTmp = true;\r\n    UMask = "0077";\r\n  };\r\nin\r\n{\r\n  systemd.services.a.serviceConfig = hardening // {\r\n    ExecStart = "/a";\r\n  };\r\n}\r\n',
    );
  });

  test.each([
    ['one directive alone', '{ systemd.services.a|.serviceConfig = { ExecStart = "/a"; PrivateTmp = true; }; }'],
    [
      'a set that is shared already',
      'let common = { PrivateTmp = true; UMask = "0077"; }; in { systemd.services.a|.serviceConfig = common; }',
    ],
    [
      'names of the service',
      'x: { systemd.services.a|.serviceConfig = rec { PrivateTmp = true; ProtectHome = PrivateTmp; UMask = "7"; }; }',
    ],
    ['a broken file', '{ systemd.services.a|.serviceConfig = { PrivateTmp = true; UMask = "7";'],
  ])('but not %s', async (_, text) => {
    expect(await extracted(text)).toEqual([]);
  });
});
