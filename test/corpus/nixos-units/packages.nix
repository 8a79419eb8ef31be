# Packages without nixpkgs: any pkgs.a.b is /nix/store/<zeros>-b
{ lib, names }:
let
  system = "x86_64-linux";
  inherit (builtins) mapAttrs listToAttrs isFunction isAttrs isString isList;
  zeros = "/nix/store/00000000000000000000000000000000-";
  set = list: listToAttrs (map (name: { inherit name; value = null; }) list);
  deepNames = removeAttrs (set names.deep) [ "outPath" "type" "meta" "drvPath" "outputs" "passthru" "recurseForDerivations" "_type" "__functor" "__toString" "outputSpecified" "optionalBuildInputs" "requiredSystemFeatures" "isNixPkgs" "kbdKeymaps" "mainProgram" ];
  topNames = removeAttrs (set names.top) [ "_type" "__functor" "__toString" "outPath" "type" "drvPath" ];
  outs = [ "out" "bin" "dev" "lib" "man" "doc" "info" "static" "debug" "data" ];
  clean = n: lib.strings.sanitizeDerivationName n;
  drv = args: named (if args ? name then args.name else if args ? pname then (if args ? version then "${args.pname}-${args.version}" else args.pname) else "unnamed") args;
  callIt = f: lib.fix (self: f (self // { finalPackage = drv self; }));
  named = name: extra:
    let
      me = mapAttrs (n: _: mk n) deepNames
        // listToAttrs (map (o: { name = o; value = withOut o; }) outs)
        // {
        type = "derivation";
        inherit name;
        pname = extra.pname or name;
        version = "9999";
        outPath = zeros + clean name;
        drvPath = zeros + clean name + ".drv";
        outputName = "out";
        outputs = [ "out" ];
        outputSpecified = true;
        meta = { };
        modules = [ ];
        services = { };
        tests = { };
        extensions = { };
        buildInputs = [ ]; nativeBuildInputs = [ ]; propagatedBuildInputs = [ ];
        patches = [ ];
        passthru = { };
        src = mk "source";
        system = system;
        override = a: me;
        overrideAttrs = a: let
            r0 = if isFunction a then a me else a;
            r = if isFunction r0 then (a me) me else r0;
          in named (r.name or (if r ? pname || r ? version then "${r.pname or name}${lib.optionalString (r ? version) "-${r.version}"}" else name)) (extra // r);
        overridePythonAttrs = a: me;
        overrideScope = f: me;
        extend = f: me;
        withPackages = f: named "${name}-env" { };
        buildEnv = f: named "${name}-env" { };
        withPlugins = f: named "${name}-env" { };
        withExtensions = f: named "${name}-env" { };
        shellPath = "/bin/${name}";
        interpreter = zeros + name + "/bin/${name}";
        sitePackages = "lib/python3.12/site-packages";
        pythonVersion = "3.12";
        psqlSchema = "16";
        isZen = false; isXen = false; isHardened = false; isLTS = false;
        features = { };
        kernelOlder = _: false; kernelAtLeast = _: true;
        modDirVersion = "9999";
        providedSessions = [ ];
        pkgs = if name == "pkgs" then me else named name {};
        __functor = self: arg: if isAttrs arg && (arg ? name || arg ? pname) then drv arg else if isFunction arg then named "${name}" { } else if isString arg then curry (named arg {}) else named name { };
      } // (removeAttrs extra [ "name" "pname" ]) // (extra.passthru or { }) // lib.optionalAttrs (extra ? pname) { inherit (extra) pname; };
      withOut = o: me // { outPath = zeros + clean name + (if o == "out" then "" else "-${o}"); outputName = o; outputSpecified = true; };
    in me;
  curry = d: d // { __functor = self: arg: curry d; };
  mk = name: named name { };
  text = name: t: named name { text = t; };
  bin = name: t: named name { text = t; meta.mainProgram = name; };
  valueType = nullable: plain: let t = with lib.types; (if nullable then nullOr else (x: x)) (oneOf (plain ++ [ (attrsOf t) (listOf t) ])) // { description = "value"; }; in t;
  plain = with lib.types; [ bool int float str path ];
  atom0 = with lib.types; nullOr (oneOf [ bool int float str ]);
  fmt = type: { inherit type; lib = { }; generate = name: value: text name (builtins.toJSON value); };
  fmtLua = fmt (valueType true (plain));
  iniAtom = { listsAsDuplicateKeys ? false, listToValue ? null, atomsCoercedToLists ? false, ... }:
    let or' = if atomsCoercedToLists == true then lib.types.coercedTo atom0 lib.singleton else lib.types.either atom0; in
    if listsAsDuplicateKeys then or' (lib.types.listOf atom0) else if listToValue != null then or' (lib.types.nonEmptyListOf atom0) else atom0;
  kvAtom = { listsAsDuplicateKeys ? false, listToValue ? null, ... }:
    if listsAsDuplicateKeys then lib.types.coercedTo atom0 lib.singleton (lib.types.listOf atom0) else if listToValue != null then lib.types.coercedTo atom0 lib.singleton (lib.types.nonEmptyListOf atom0) else atom0;
  formats = {
    json = _: fmt (valueType true plain);
    yaml = _: fmt (valueType true plain);
    yaml_1_1 = _: fmt (valueType true plain);
    yaml_1_2 = _: fmt (valueType true plain);
    toml = _: fmt (valueType false plain);
    xml = _: fmt (valueType true plain);
    hocon = _: fmt (valueType true plain) // { lib = { mkInclude = x: x; mkAppend = x: x; mkSubstitution = x: x; }; };
    libconfig = _: fmt (valueType true plain) // { lib = { mkHex = x: x; mkOctal = x: x; mkFloat = x: x; mkArray = x: x; mkList = x: x; }; };
    javaProperties = _: fmt (lib.types.attrsOf lib.types.anything);
    lua = _: fmt (valueType true plain);
    pythonVars = _: fmt (lib.types.attrsOf (valueType true plain)) // { lib = { mkRaw = x: { _raw = x; }; }; };
    php = _: fmt (valueType true plain) // { lib = { mkRaw = x: x; mkMixedArray = x: x; }; };
    nixConf = _: fmt (lib.types.attrsOf lib.types.anything);
    elixirConf = _: fmt (valueType true plain) // { lib = rec { mkRaw = x: x; mkGetEnv = x: "x"; mkAtom = x: { _elixirType="atom"; value=x; }; mkTuple = x: x; mkMap = x: x; types = { atom = lib.types.anything; tuple = lib.types.anything; map = lib.types.anything; elixirOr = t: lib.types.either t lib.types.anything; }; }; };
    cdn = _: fmt (valueType true plain);
    ini = a: fmt (lib.types.attrsOf (lib.types.attrsOf (iniAtom a))) // { lib.types.atom = iniAtom a; };
    systemd = fmt (lib.types.attrsOf (lib.types.attrsOf (iniAtom { listsAsDuplicateKeys = true; }))) // { };
    keyValue = a: fmt (lib.types.attrsOf (kvAtom a));
    gitIni = a: fmt (lib.types.attrsOf (lib.types.attrsOf (lib.types.either (iniAtom a) (lib.types.attrsOf (iniAtom a)))));
    iniWithGlobalSection = a: fmt (lib.types.submodule { options = {
      sections = lib.mkOption { type = lib.types.attrsOf (lib.types.attrsOf (iniAtom a)); default = { }; };
      globalSection = lib.mkOption { type = lib.types.attrsOf (iniAtom a); default = { }; };
    }; });
  };
  w = name: text name "";
  writers = mapAttrs (n: _: if lib.hasSuffix "Bin" n then bin else text) {
    writeBash = 1; writeBashBin = 1; writeDash = 1; writeDashBin = 1; writeFish = 1; writeFishBin = 1;
    writeJSON = 1; writeYAML = 1; writeTOML = 1; }
    // lib.genAttrs [ "writePython3" "writePyPy3" "writePerl" "writeHaskell" "writeJS" "writeRuby" "writeRust" "writeNginxConfig" "writeC" "writeNim" "writeGuile" "writeBabashka" ] (n: name: a: if n == "writeNginxConfig" then text name a else t: text name t)
    // lib.genAttrs [ "writePython3Bin" "writePyPy3Bin" "writePerlBin" "writeHaskellBin" "writeJSBin" "writeRubyBin" "writeRustBin" ] (n: name: a: t: bin name t)
    // { makeScriptWriter = a: name: t: text name t; makeScriptWriterBin = a: name: t: bin name t; };
  builders = {
    writeText = text; writeScript = text; writeShellScript = text;
    writeScriptBin = bin; writeShellScriptBin = bin;
    writeTextDir = p: t: text (baseNameOf p) t;
    writeTextFile = { name, text, meta ? { }, executable ? false, destination ? "", passthru ? { }, ... }@a: named name { inherit text meta; };
    writeShellApplication = { name, text, meta ? { }, ... }: named name { inherit text; meta = { mainProgram = name; } // meta; };
    runCommand = name: env: s: named name ({ } // env);
    runCommandLocal = name: env: s: named name env;
    runCommandCC = name: env: s: named name env;
    runCommandNoCC = name: env: s: named name env;
    symlinkJoin = a: drv a;
    buildEnv = a: drv a;
    linkFarm = name: _: mk name;
    linkFarmFromDrvs = name: _: mk name;
    concatText = name: _: mk name;
    concatTextFile = a: mk a.name;
    concatScript = name: _: mk name;
    makeDesktopItem = a: mk "${a.name}.desktop";
    substituteAll = a: mk (a.name or (baseNameOf (toString a.src)));
    substitute = a: mk (a.name or (baseNameOf (toString a.src)));
    replaceVars = src: a: mk (baseNameOf (toString src));
    replaceVarsWith = a: mk (a.name or (baseNameOf (toString a.src)));
    applyPatches = a: mk (a.name or "source-patched");
    closureInfo = _: mk "closure-info";
    requireFile = a: mk (a.name or (baseNameOf a.url));
    mkShell = a: mk (a.name or "nix-shell");
    emptyDirectory = mk "empty-directory"; emptyFile = mk "empty-file";
    fetchurl = a: mk (a.name or (baseNameOf (a.url or (builtins.head a.urls))));
    fetchpatch = a: mk (a.name or (baseNameOf a.url));
    fetchzip = a: mk (a.name or "source");
    fetchFromGitHub = a: mk (a.name or "source");
    fetchFromGitLab = a: mk (a.name or "source");
    fetchFromGitea = a: mk (a.name or "source");
    fetchgit = a: mk (a.name or (lib.removeSuffix ".git" (baseNameOf a.url) + "-" + builtins.substring 0 7 (a.rev or "")));
    formats = formats;
    inherit writers lib system;
    writeReferencesToFile = _: mk "runtime-deps";
    runtimeShell = zeros + "bash/bin/bash";
    runtimeShellPackage = mk "bash";
    shell = zeros + "bash/bin/bash";
    stdenv = { hostPlatform = platform; buildPlatform = platform; targetPlatform = platform; isLinux = true; isx86_64 = true; isDarwin = false; isAarch64 = false; isAarch32 = false; isi686 = false; is64bit = true; is32bit = false; isx86_32 = false; mkDerivation = a: if isFunction a then drv (lib.fix a) else drv a; inherit system; cc = mk "gcc-wrapper"; shell = zeros + "bash/bin/bash"; };
    stdenvNoCC = builders.stdenv;
    hostPlatform = platform; buildPlatform = platform; targetPlatform = platform;
    path = zeros + "source";
    config = { allowUnfree = true; allowAliases = true; };
    overlays = [ ];
    pkgsBuildBuild = pkgs; buildPackages = pkgs; pkgsHostHost = pkgs; pkgs = pkgs; pkgsBuildHost = pkgs; targetPackages = pkgs; pkgsi686Linux = pkgs; pkgsStatic = pkgs; pkgsMusl = pkgs; unstable = pkgs; stable = pkgs;
    __splicedPackages = pkgs;
    pkgsCross = mapAttrs (n: _: pkgs) topNames;
    extend = f: let new = f (pkgs // new) pkgs; in pkgs // new;
    appendOverlays = l: lib.foldl (p: f: p // f p p) pkgs l;
    callPackage = f: a: let fn = if isFunction f then f else import f; in
      let r = fn (builtins.intersectAttrs (builtins.functionArgs fn) pkgs // a); in if isAttrs r then lib.makeOverridable (x: r) { } else r;
    newScope = extra: f: a: let fn = if isFunction f then f else import f; in fn (builtins.intersectAttrs (builtins.functionArgs fn) (pkgs // extra) // a);
    buildPythonPackage = drv; buildGoModule = drv; buildNpmPackage = drv;
    dockerTools = mapAttrs (n: _: a: drv a) { buildImage = 1; buildLayeredImage = 1; pullImage = 1; streamLayeredImage = 1; };
    nixosOptionsDoc = a: { optionsJSON = mk "options.json"; optionsCommonMark = mk "options.md"; optionsNix = { }; };
    linuxPackages = mk "linuxPackages";
    makeWrapper = mk "make-shell-wrapper-hook";
    _type = "pkgs";
  };
  platform = lib.systems.elaborate system;
  pkgs = mapAttrs (n: _: mk n) topNames // builders // writers // { glibcLocales = mk "glibc-locales"; glibcLocalesUtf8 = mk "glibc-locales"; };
in pkgs
