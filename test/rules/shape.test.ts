import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Unit } from '../../server/src/units/model';
import { shownFindings } from '../support/findings';
import { snapshotOf } from '../support/snapshot';
import { check } from './table';

const TO_NIXOS = "Convert the whole unit to NixOS's options";
const TO_HOME = "Convert the whole unit to home-manager's sections";

const system = (body: string): string => `{ lib, pkgs, ... }:\n{\n  systemd.services.a = {\n${body}  };\n}\n`;
const atHome = (body: string, args = '{ lib, pkgs, ... }'): string =>
  `${args}:\n{\n  home.stateVersion = "25.05";\n  systemd.user.services.a = {\n${body}  };\n}\n`;

const SECTIONS = `    # who it is
    Unit = {
      Description = "A"; # short
      # after the network
      After = "network.target b.service";
      Wants = [ "b.service" ];
      ConditionPathExists = "/etc/a";
    };

    Service = {
      ExecStart = "/bin/a"; # as it is
    };
    Install.WantedBy = [ "multi-user.target" ];
`;

const OPTIONS = `    # who it is
    description = "A";
    # after the network
    after = [
      "network.target"
    ];
    wantedBy = [ "default.target" ];

    environment = {
      A = "1"; # one
      B = "two words";
      C = "\${pkgs.hello}/x";
    };
    script = ''
      # says hello
      hello
    '';
    serviceConfig.Restart = "always";
`;

check([
  {
    code: 'unknown-option',
    name: "home-manager's sections in a unit of NixOS",
    text: system(SECTIONS),
    at: ['Unit', 'Service', 'Install'],
    fixed: {
      [TO_NIXOS]: system(`    # who it is
    description = "A"; # short
    # after the network
    after = [ "network.target" "b.service" ];
    wants = [ "b.service" ];
    unitConfig.ConditionPathExists = "/etc/a";

    serviceConfig = {
      ExecStart = "/bin/a"; # as it is
    };
    wantedBy = [ "multi-user.target" ];
`),
      'Change to unitConfig': system(SECTIONS.replace('Unit =', 'unitConfig =')),
    },
  },
  {
    code: 'unknown-section',
    name: "NixOS's options in a unit of home-manager",
    text: atHome(OPTIONS),
    at: ['description', 'after', 'wantedBy', 'environment', 'script', 'serviceConfig'],
    says: 'is an option of NixOS',
    fixed: {
      [TO_HOME]: atHome(`    # who it is
    Unit = {
      Description = "A";
      # after the network
      After = [
        "network.target"
      ];
    };
    Install.WantedBy = [ "default.target" ];

    Service = {
      Environment = [
        "A=1" # one
        "\\"B=two words\\""
        "\\"C=\${pkgs.hello}/x\\""
      ];
      ExecStart = pkgs.writeShellScript "a-start" ''
        set -e
        # says hello
        hello
      '';
      Restart = "always";
    };
`),
    },
  },
]);
