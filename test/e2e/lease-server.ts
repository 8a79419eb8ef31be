/** A service that runs in a git checkout, as its author published it. */
export const LEASE_SERVER = `{ pkgs, ... }:
{
  systemd.services.kea-lease-server = let
    src = pkgs.fetchgit {
      url = "https://github.com/nihr43/kea-lease-server.git";
      rev = "0962c18";
      sha256 = "129q7q1s4329ykk5mdc7zzd8p6d6d0kpx3wlfrv2x9g2smj7q007";
    };
  in {
    after = [ "kea-dhcp4-server.service" ];
    wants = [ "kea-dhcp4-server.service" ];
    wantedBy = [ "default.target" ];
    serviceConfig.Type = "simple";
    serviceConfig.WorkingDirectory = "\${src}";
    environment = { NIX_PATH = "nixpkgs=\${pkgs.path}"; };
    script = ''
      \${pkgs.nix}/bin/nix-shell --run 'python main.py --host 172.30.190.1'
    '';
  };
}
`;

/** The unit that its author found on a machine with a NixOS channel, without the hashes and versions of what was built. */
export const LEASE_SERVER_UNIT = `[Unit]
After=kea-dhcp4-server.service
Wants=kea-dhcp4-server.service

[Service]
Environment="LOCALE_ARCHIVE=/nix/store/…-glibc-locales/lib/locale/locale-archive"
Environment="NIX_PATH=nixpkgs=/nix/store/…-nixos"
Environment="PATH=/nix/store/…-coreutils/bin:/nix/store/…-findutils/bin:/nix/store/…-gnugrep/bin:/nix/store/…-gnused/bin:/nix/store/…-systemd/bin:/nix/store/…-coreutils/sbin:/nix/store/…-findutils/sbin:/nix/store/…-gnugrep/sbin:/nix/store/…-gnused/sbin:/nix/store/…-systemd/sbin"
Environment="TZDIR=/nix/store/…-tzdata/share/zoneinfo"
ExecStart=/nix/store/…-unit-script-kea-lease-server-start/bin/kea-lease-server-start 
Type=simple
WorkingDirectory=/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-kea-lease-server-0962c18

[Install]
WantedBy=default.target
`;

/** The same with directives that isolate it; one of them is misspelt. */
export const ISOLATED_LEASE_SERVER = LEASE_SERVER.replace(
  `    serviceConfig.Type = "simple";
    serviceConfig.WorkingDirectory = "\${src}";
`,
  `    serviceConfig = {
      Type = "simple";
      WorkingDirectory = "\${src}";
      CPUQuota = "200%";
      PrivateTmp = true;
      PrivatePID = true;
    };
`,
);
