/** A service that runs in a git checkout, with a misspelt directive. */
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
    wantedBy = [ "default.target" ];
    serviceConfig = {
      Type = "simple";
      WorkingDirectory = "\${src}";
      CPUQuota = "200%";
      PrivateTmp = true;
      PrivatePID = true;
    };
    script = ''
      \${pkgs.nix}/bin/nix-shell --run 'python main.py --host 172.30.190.1'
    '';
  };
}
`;
