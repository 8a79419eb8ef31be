# The units that NixOS makes of one module or host, with stub packages: request.json says which.
{ request }:
let
  given = builtins.fromJSON (builtins.readFile request);
  nixos = given.nixpkgs + "/nixos";
  lib = import (given.nixpkgs + "/lib");
  pkgs = import ./packages.nix { inherit lib; names = builtins.fromJSON (builtins.readFile given.names); };
  raw = default: lib.mkOption { type = lib.types.raw; inherit default; };
  platform = raw "x86_64-linux" // { apply = lib.systems.elaborate; };

  # What the module of nixpkgs itself declares: it would import the packages that are stubs here.
  packages = {
    options.nixpkgs = {
      pkgs = raw pkgs;
      config = raw { } // { apply = set: { allowUnfree = true; allowAliases = true; } // set; };
      overlays = raw [ ];
      hostPlatform = platform;
      buildPlatform = platform;
      localSystem = raw { system = "x86_64-linux"; };
      crossSystem = raw null;
      system = raw "x86_64-linux";
    };
    config._module.args.pkgs = lib.mkForce pkgs;
  };
  machine = {
    _module.check = false;
    system.stateVersion = lib.mkDefault "25.05";
    fileSystems."/" = lib.mkDefault { device = "/dev/sda"; fsType = "ext4"; };
    boot.loader.grub.enable = lib.mkDefault false;
  };
  baseModules = builtins.filter
    (module: !(builtins.isPath module) || toString module != nixos + "/modules/misc/nixpkgs.nix")
    (import (nixos + "/modules/module-list.nix"));
  assumed = { path, value }: lib.setAttrByPath path (lib.mkOverride 500 value);
  main = import given.module;
  # Arguments that only the module's own flake has: anything may be in them, and prints as a package.
  further =
    if builtins.isFunction main
    then removeAttrs (builtins.mapAttrs (name: _: pkgs.${name}) (builtins.functionArgs main)) [ "config" "options" "pkgs" "utils" "specialArgs" "_class" "_prefix" ]
    else { };
  evaluated = lib.evalModules {
    class = "nixos";
    specialArgs = further // { modulesPath = nixos + "/modules"; inherit lib; };
    modules = baseModules ++ [
      packages
      machine
      { _module.args = { inherit baseModules; extraModules = [ ]; modules = [ ]; noUserModules = evaluated; }; }
      (/. + given.module)
    ] ++ map assumed given.assumed;
  };
  inherit (evaluated) config options;

  kinds = { services = "service"; sockets = "socket"; timers = "timer"; paths = "path"; targets = "target"; slices = "slice"; };
  isOwn = file: builtins.elem (toString file) given.files;
  defined = option: builtins.concatMap ({ file, value }: map (name: { inherit name; own = isOwn file; }) (builtins.attrNames value)) option.definitionsWithLocations;
  declared = root:
    lib.concatLists (lib.mapAttrsToList (kind: ending: map (one: one // { name = "${one.name}.${ending}"; }) (defined root.${kind})) kinds)
    ++ lib.optionals (root ? units) (builtins.filter ({ own, ... }: own) (defined root.units));
  scopes = {
    system = { option = options.systemd; made = config.systemd.units; };
    user = { option = options.systemd.user; made = config.systemd.user.units; };
  };
  unitsIn = scope: { option, made }:
    let
      all = declared option;
      isPresent = name: made ? ${name};
      own = map ({ name, ... }: name) (builtins.filter ({ own, ... }: own) all);
      asked = map ({ name, ... }: name) (builtins.filter (one: one.scope == scope) given.units);
      others = builtins.listToAttrs (map ({ name, ... }: { inherit name; value = true; }) (builtins.filter ({ own, ... }: !own) all));
    in
    lib.genAttrs (builtins.filter isPresent (lib.unique (own ++ asked))) (name: {
      inherit (made.${name}) text enable wantedBy requiredBy aliases;
      others = others ? ${name};
    });
in
{
  inherit config options;
  units = lib.mapAttrs unitsIn scopes;
}
