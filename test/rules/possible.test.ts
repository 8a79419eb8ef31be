import { type Case, check } from './table';

/** A module with an option `services.a.<name>`, and some units that hang on it. */
function module(name: string, option: string, systemd: string): string {
  return `{ lib, config, pkgs, ... }: let cfg = config.services.a; in {
    options.services.a.${name} = lib.mkOption { ${option} };
    config.systemd = { ${systemd} };
  }`;
}

const INSTANCES = `default = { }; type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: { options = {
  enable = lib.mkEnableOption "it";
  user = lib.mkOption { type = lib.types.str; default = name; };
  secret = lib.mkOption { type = lib.types.nullOr lib.types.path; default = null; };
}; }));`;

function instances(service: string): string {
  return module(
    'instances',
    INSTANCES,
    `services = lib.mapAttrs' (name: one: lib.nameValuePair "a-\${name}" { ${service} }) (
      lib.filterAttrs (_: one: one.enable) cfg.instances
    );`,
  );
}

const CASES: readonly Case[] = [
  {
    code: 'unknown-directive',
    name: 'in the units of instances that nobody has made yet',
    text: instances('serviceConfig = { ExecStart = "/bin/a"; Restrt = "always"; };'),
    at: ['Restrt'],
  },
  {
    code: 'invalid-value',
    name: 'in the units of instances',
    text: instances('serviceConfig = { ProtectSystem = "ful"; User = one.user; };'),
    at: ['ful'],
  },
  {
    code: 'invalid-value',
    name: 'made of the name of an instance',
    text: instances('serviceConfig = { OnFailureJobMode = name; Type = "oneshot"; Nice = name; }; startAt = name;'),
    at: [],
  },
  {
    code: 'unknown-option',
    name: 'in the units of instances',
    text: instances('wantdBy = [ "multi-user.target" ];'),
    at: ['wantdBy'],
  },
  {
    code: 'wrong-type',
    name: 'in the units of instances',
    text: instances('wantedBy = "multi-user.target";'),
    at: ['"multi-user.target"'],
  },
  {
    code: 'unknown-directive',
    name: 'behind an option of an instance that is not set',
    text: instances(
      'serviceConfig = lib.optionalAttrs (one.secret != null) { LoadCredentials = "a:${toString one.secret}"; };',
    ),
    at: ['LoadCredentials'],
  },
  {
    code: 'invalid-value',
    name: 'in the units of a list of submodules',
    text: module(
      'jobs',
      'default = [ ]; type = lib.types.listOf (lib.types.submodule { options.at = lib.mkOption { type = lib.types.str; }; });',
      'timers = lib.listToAttrs (map (job: lib.nameValuePair "a" { timerConfig = { OnCalendar = job.at; Persistent = "ture"; }; }) cfg.jobs);',
    ),
    at: ['ture'],
  },
  {
    code: 'unknown-directive',
    name: 'behind a switch that is off',
    text: module(
      'strict',
      'default = false; type = lib.types.bool;',
      'services.a.serviceConfig = { ExecStart = "/bin/a"; } // lib.optionalAttrs cfg.strict { ProtectHom = true; };',
    ),
    at: ['ProtectHom'],
  },
  {
    code: 'several-commands',
    name: 'of switches that exclude each other',
    text: `{ lib, config, ... }: let cfg = config.services.a; in {
      options.services.a = {
        one = lib.mkOption { default = false; type = lib.types.bool; };
        two = lib.mkOption { default = false; type = lib.types.bool; };
      };
      config.systemd.services.a.serviceConfig.ExecStart =
        lib.optional cfg.one "/bin/a" ++ lib.optional cfg.two "/bin/b";
    }`,
    at: [],
  },
  {
    code: 'wrong-type',
    name: 'of an option of the module itself',
    text: `{ lib, config, ... }: {
      options.services.a = lib.mkOption { default = { }; type = lib.types.attrsOf (lib.types.submodule {
        options.x = lib.mkOption { type = lib.types.int; };
        config.x = 1;
      }); };
      config.systemd.services = lib.mapAttrs (_: one: { serviceConfig.Nice = one.x; }) config.services.a;
    }`,
    at: [],
  },
  {
    code: 'unknown-directive',
    name: 'on a machine, whose switches are as they are',
    text: `{ lib, config, ... }: {
      options.services.a.strict = lib.mkOption { default = false; type = lib.types.bool; };
      config.system.stateVersion = "25.05";
      config.systemd.services.a.serviceConfig = lib.optionalAttrs config.services.a.strict { ProtectHom = true; };
    }`,
    at: [],
  },
];

check(CASES);
