/** A module as people write them, with most of what the language has. */
export const MODULE = `# A service, its timer, and a user for it.
{ config, lib, pkgs, utils ? null, ... }@args:

with lib;

let
  cfg = config.services.example;
  inherit (pkgs) writeShellScript coreutils;
  inherit (lib.types) str port;
  hardening = {
    NoNewPrivileges = true;
    ProtectSystem = "strict";
    /* Paths the service may write. */
    ReadWritePaths = [ cfg.dataDir "/run/example" ];
  };
  script = writeShellScript "example-start" ''
    set -eu
    mkdir -p \${cfg.dataDir}/cache
      exec \${coreutils}/bin/env \\
        NAME='example' ''\${HOME} "$@"

    echo ''' done '''
  '';
  render = name: { value, prefix ? "", ... }: "\${prefix}\${name}=\${toString value}";
  sizes = rec { small = 1; large = small * 2 + 3.5e1; };
in
{
  imports = [ ./common.nix ../\${args.host or "default"}/extra.nix <nixpkgs/nixos/modules/profiles/minimal.nix> ];

  options.services.example = {
    enable = mkEnableOption "the example service";
    port = mkOption { type = port; default = 8080; description = ''The port to listen on.''; };
    "quoted.name" = mkOption { type = types.attrsOf str; default = { }; };
    dataDir = mkOption { type = types.path; default = /var/lib/example; };
  };

  config = mkIf (cfg.enable && !(cfg ? disabled) || sizes.small <= 3 -> true) {
    assertions = [ { assertion = cfg.port != 0; message = "no port: \\"\${toString cfg.port}\\"\\n"; } ];
    systemd.services.example = {
      description = "Example";
      wantedBy = [ "multi-user.target" ];
      after = [ "network-online.target" ] ++ optional (cfg.port > 1024) "nss-lookup.target";
      serviceConfig = hardening // {
        ExecStart = "\${pkgs.hello}/bin/hello --port \${toString cfg.port}";
        ExecStartPre = "!\${script}";
        User = "example";
        MemoryMax = if cfg.port == 8080 then "1G" else "512M";
      };
      environment."EXAMPLE_\${cfg.dataDir}" = assert true; render "a" { value = 1; };
    };
    systemd.timers = mapAttrs' (name: value: nameValuePair "example-\${name}" { timerConfig.OnCalendar = value; }) {
      daily = "daily";
      inherit (cfg) weekly;
    };
    users.users.example = { isSystemUser = true; group = "example"; home = cfg.dataDir; };
    users.groups.example = { };
  };
}
`;
