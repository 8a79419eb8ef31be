# A small host with three services. `npm start` previews and checks this file.
{
  config,
  lib,
  pkgs,
  ...
}:

let
  # One block for all services that talk to the network and nothing else.
  hardened = {
    DynamicUser = true;
    NoNewPrivileges = true;
    PrivateDevices = true;
    ProtectHome = true;
    ProtectSystem = "strict";
    RestrictAddressFamilies = [
      "AF_INET"
      "AF_INET6"
    ];
  };
in
{
  options.services.notes = {
    enable = lib.mkEnableOption "the notes site";
    port = lib.mkOption {
      type = lib.types.port;
      default = 8080;
      description = "The port that the site listens on.";
    };
  };

  config = lib.mkMerge [
    # Runs straight from a git checkout, pinned by its hash.
    {
      systemd.services.kea-lease-server =
        let
          src = pkgs.fetchgit {
            url = "https://github.com/nihr43/kea-lease-server.git";
            rev = "0962c18";
            sha256 = "129q7q1s4329ykk5mdc7zzd8p6d6d0kpx3wlfrv2x9g2smj7q007";
          };
        in
        {
          description = "Active DHCP leases as JSON";
          after = [ "kea-dhcp4-server.service" ];
          wants = [ "kea-dhcp4-server.service" ];
          wantedBy = [ "multi-user.target" ];
          environment.NIX_PATH = "nixpkgs=${pkgs.path}";
          serviceConfig = {
            WorkingDirectory = "${src}";
            MemoryMax = "1G";
            CPUQuota = "200%";
            ProtectHome = true;
            PrivateDevices = true;
            PrivateTmp = true;
            PrivatePID = true; # a misspelling that NixOS accepts in silence
          };
          script = ''
            ${pkgs.nix}/bin/nix-shell --run 'python main.py --host 172.30.190.1'
          '';
        };
    }

    # A web server behind an option.
    (lib.mkIf config.services.notes.enable {
      systemd.services.notes = {
        description = "Notes over HTTP";
        wantedBy = [ "multi-user.target" ];
        serviceConfig = hardened // {
          ExecStart = "${pkgs.python3}/bin/python3 -m http.server ${toString config.services.notes.port}";
          StateDirectory = "notes";
          WorkingDirectory = "%S/notes";
          Restart = "on-failure";
        };
      };
    })

    # A job that a timer starts every night.
    {
      systemd.services.notes-backup = {
        description = "Backup of the notes";
        serviceConfig = {
          Type = "oneshot";
          StateDirectory = "notes-backup";
        };
        script = ''
          ${pkgs.gnutar}/bin/tar -czf "$STATE_DIRECTORY/notes.tar.gz" -C /var/lib/private notes
        '';
      };
      systemd.timers.notes-backup = {
        description = "Nightly backup of the notes";
        wantedBy = [ "timers.target" ];
        timerConfig = {
          OnCalendar = "*-*-* 03:00:00";
          Persistent = true;
        };
      };
    }
  ];
}
