{ lib }:
let
  inherit (lib) types mkOption mkIf mkMerge mkForce mkDefault mkOverride mkBefore mkAfter mkOrder;
  eval = modules: (lib.evalModules { inherit modules; }).config;
  single = type: values: (eval ([ { options.x = mkOption { inherit type; }; } ] ++ map (v: { config.x = v; }) values)).x;
  withDefault = type: default: values: (eval ([ { options.x = mkOption { inherit type default; }; } ] ++ map (v: { config.x = v; }) values)).x;
  listOption = { options.l = mkOption { type = types.listOf types.str; default = [ ]; }; };
  sub = types.submodule {
    options.a = mkOption { type = types.listOf types.str; default = [ ]; };
    options.s = mkOption { type = types.lines; default = ""; };
    options.n = mkOption { type = types.int; default = 1; };
  };
  description = type: type.description;
in
{
  # priorities and orders
  force = single types.int [ 1 (mkForce 2) (mkDefault 3) ];
  default-only = single types.int [ (mkDefault 3) ];
  default-loses = withDefault types.int 9 [ (mkDefault 3) ];
  option-default = withDefault types.int 9 [ ];
  option-default-override = withDefault types.int 9 [ (lib.mkOptionDefault 9) ];
  override-800 = single types.int [ (mkOverride 900 1) (mkOverride 800 2) ];
  vm-override = single types.int [ (mkForce 1) (lib.mkVMOverride 2) (lib.mkImageMediaOverride 3) ];
  if-false = withDefault types.int 9 [ (mkIf false 1) ];
  if-true = withDefault types.int 9 [ (mkIf true 1) ];
  merge-nested = single (types.listOf types.int) [ (mkMerge [ [ 1 ] (mkIf true [ 2 ]) (mkIf false [ 3 ]) (mkMerge [ [ 4 ] ]) ]) ];
  before-after = single (types.listOf types.int) [ (mkAfter [ 3 ]) [ 2 ] (mkBefore [ 1 ]) ];
  order-stable = single (types.listOf types.int) [ (mkOrder 700 [ 1 ]) (mkOrder 700 [ 2 ]) [ 3 ] (mkOrder 1200 [ 4 ]) ];
  force-list = single (types.listOf types.int) [ [ 1 ] (mkForce [ 2 ]) (mkForce [ 3 ]) ];
  force-order = single (types.listOf types.int) [ (mkForce (mkAfter [ 2 ])) (mkForce [ 1 ]) ];
  if-in-list = single (types.listOf types.int) [ [ 1 (mkIf false 2) (mkIf true 3) ] ];
  lines-order = single types.lines [ (mkAfter "c") "b" (mkBefore "a") ];

  # the order of definitions
  imports-order = (eval [
    listOption
    {
      imports = [
        { imports = [ { config.l = [ "nested" ]; } ]; config.l = [ "import1" ]; }
        { config.l = [ "import2" ]; }
      ];
      config = mkMerge [ { l = [ "main-a" ]; } { l = [ "main-b" ]; } ];
    }
  ]).l;
  submodule-order = (eval [
    { options.m = mkOption { type = types.attrsOf sub; }; }
    {
      imports = [
        { imports = [ { config.m.x.a = [ "nested" ]; } ]; config.m.x.a = [ "import1" ]; }
        { config.m.x.a = [ "import2" ]; }
      ];
      config = mkMerge [ { m.x.a = [ "main-a" ]; } { m.x.a = [ "main-b" ]; } ];
    }
  ]).m.x.a;
  submodule-merge-order = (eval [
    { options.m = mkOption { type = types.attrsOf sub; }; }
    { m.x = mkMerge [ { s = "one"; } { s = "two"; } { s = "three"; } ]; }
  ]).m.x.s;
  leaf-merge-order = (eval [
    { options.m = mkOption { type = types.attrsOf sub; }; }
    { m.x.a = mkMerge [ [ "one" ] [ "two" ] [ "three" ] ]; }
  ]).m.x.a;
  base-before-definitions = (eval [
    { options.m = mkOption { type = types.attrsOf (types.submodule [ { options.a = mkOption { type = types.listOf types.str; }; } { config.a = [ "base" ]; } ]); }; }
    { m.x.a = [ "own" ]; }
  ]).m.x.a;
  base-import-order = (eval [
    { options.m = mkOption { type = types.submodule { imports = [ { options.a = mkOption { type = types.listOf types.str; }; config.a = [ "imported" ]; } ]; config.a = [ "base" ]; }; }; }
    { m.a = [ "own" ]; }
  ]).m.a;

  # forms of modules
  function-module = (eval [ ({ lib, config, options, ... }: { options.a = lib.mkOption { default = 1; }; options.b = lib.mkOption { default = config.a + 1; }; }) ]).b;
  module-args = (eval [ ({ foo, ... }: { options.a = mkOption { default = foo; }; }) { _module.args.foo = "bar"; } ]).a;
  special-args = (lib.evalModules { specialArgs.foo = "s"; modules = [ ({ foo, ... }: { options.a = mkOption { default = foo; }; }) ]; }).config.a;
  missing-arg = (eval [ ({ foo, ... }: { options.a = mkOption { default = foo; }; }) ]).a;
  disabled = (eval [ listOption { imports = [ { key = "k"; l = [ "gone" ]; } ]; } { disabledModules = [ { key = "k"; } ]; l = [ "kept" ]; } ]).l;
  same-key-once = (eval [ listOption { imports = [ { key = "k"; l = [ "a" ]; } { key = "k"; l = [ "a" ]; } ]; } ]).l;
  unsupported-attribute = (eval [ { options.a = mkOption { default = 1; }; b = 2; } ]).a;
  undeclared = (eval [ { options.abc = mkOption { default = 1; }; } { config.abd = 2; } ]).abc;
  undeclared-nested = (eval [ { options.a.bcd = mkOption { default = 1; }; options.a.xyz = mkOption { default = 1; }; } { a.bce = 2; } ]).a.bcd;
  unchecked = (eval [ { options.a = mkOption { default = 1; }; } { config._module.check = false; config.b = 2; } ]);
  freeform = eval [ { freeformType = types.attrsOf types.int; options.a = mkOption { default = 1; type = types.int; }; } { b = 2; c = 3; } ];
  freeform-nested = eval [ { freeformType = types.attrsOf (types.attrsOf types.int); options.a.x = mkOption { default = 1; type = types.int; }; } { a.y = 2; c.z = 3; } ];
  freeform-wrong = (eval [ { freeformType = types.attrsOf types.int; } { b = "s"; } ]).b;
  nested-lists = (eval [ { imports = [ [ { } ] ]; } ]);
  config-if-module = (eval [ listOption (mkIf true { l = [ "x" ]; }) ]).l;
  not-a-module = eval [ 3 ];
  set-for-option-tree = (eval [ { options.a.b = mkOption { default = 1; }; } { a = 3; } ]).a.b;

  # options
  apply = (eval [ { options.x = mkOption { type = types.str; apply = s: s + "!"; }; } { x = "a"; } ]).x;
  read-only = (eval [ { options.x = mkOption { type = types.int; readOnly = true; }; } { x = 1; } { x = 1; } ]).x;
  no-value = (eval [ { options.x = mkOption { type = types.int; }; } ]).x;
  no-value-attrs = (eval [ { options.x = mkOption { type = types.attrsOf types.int; }; } ]).x;
  no-value-list = (eval [ { options.x = mkOption { type = types.listOf types.int; }; } ]).x;
  no-value-null = (eval [ { options.x = mkOption { type = types.nullOr types.int; }; } ]).x;
  declared-twice = (eval [ { options.x = mkOption { default = 1; }; } { options.x = mkOption { default = 2; }; } ]).x;
  declared-twice-types = (eval [ { options.x = mkOption { type = types.enum [ "a" ]; }; } { options.x = mkOption { type = types.enum [ "b" ]; }; } { x = "b"; } ]).x;
  declared-twice-submodule = (eval [
    { options.x = mkOption { type = types.submodule { options.a = mkOption { default = 1; }; }; default = { }; }; }
    { options.x = mkOption { type = types.submodule { options.b = mkOption { default = 2; }; }; }; }
  ]).x;
  declared-inside-submodule = (eval [
    { options.x = mkOption { type = types.submodule { options.a = mkOption { default = 1; }; }; default = { }; }; }
    { options.x.b = mkOption { default = 2; }; }
  ]).x;
  is-defined = let o = (lib.evalModules { modules = [ { options.x = mkOption { type = types.int; }; options.y = mkOption { default = 1; }; options.z = mkOption { }; } { x = 1; } ]; }).options; in [ o.x.isDefined o.y.isDefined o.z.isDefined ];
  highest-prio = let o = (lib.evalModules { modules = [ { options.x = mkOption { type = types.int; }; options.y = mkOption { default = 1; }; } { x = mkForce 1; } ]; }).options; in [ o.x.highestPrio o.y.highestPrio o.x.loc o.x.definitions ];
  show-option = lib.showOption [ "a" "b c" "<name>" "*" "d" ];
  enable-option = let o = lib.mkEnableOption "foo"; in [ o.default o.description o.example o.type.name ];
  package-option = let o = lib.mkPackageOption { hello = "pkg"; } "hello" { }; in [ o.default o.type.name o.description ];
  package-option-null = let o = lib.mkPackageOption { } "hello" { default = null; nullable = true; }; in [ o.default o.type.name ];

  # types: accepted and refused
  int-wrong = single types.int [ "s" ];
  bool-conflict = single types.bool [ true false ];
  str-conflict = single types.str [ "a" "b" ];
  str-same = single types.str [ "a" "a" ];
  port-wrong = single types.port [ 70000 ];
  port-right = single types.port [ 443 ];
  between-wrong = single (types.ints.between 1 5) [ 6 ];
  unsigned-wrong = single types.ints.unsigned [ (-1) ];
  positive-wrong = single types.ints.positive [ 0 ];
  s8-wrong = single types.ints.s8 [ 128 ];
  number-float = single types.number [ 1.5 ];
  float-wrong = single types.float [ 1 ];
  single-line = single types.singleLineStr [ "a\n" ];
  single-line-wrong = single types.singleLineStr [ "a\nb" ];
  non-empty-wrong = single types.nonEmptyStr [ " \n" ];
  matching = single (types.strMatching "[a-z]+") [ "abc" ];
  matching-wrong = single (types.strMatching "[a-z]+") [ "ab1" ];
  enum-wrong = single (types.enum [ "a" "b" 3 true ]) [ "c" ];
  enum-int = single (types.enum [ "a" "b" 3 true ]) [ 3 ];
  lines = single types.lines [ "a" "b" ];
  commas = single types.commas [ "a" "b" ];
  path-string = single types.path [ "/a/b" ];
  path-wrong = single types.path [ "a/b" ];
  list-wrong = single (types.listOf types.int) [ 1 ];
  list-element-wrong = single (types.listOf types.int) [ [ 1 "a" ] ];
  non-empty-list-wrong = single (types.nonEmptyListOf types.int) [ [ ] ];
  attrs-of = single (types.attrsOf types.int) [ { a = 1; } { b = 2; } { c = mkIf false 3; } ];
  attrs-of-conflict = single (types.attrsOf types.int) [ { a = 1; } { a = 2; } ];
  attrs-of-force = single (types.attrsOf types.int) [ { a = 1; b = 5; } { a = mkForce 2; } ];
  attrs-of-if-set = single (types.attrsOf types.int) [ (mkIf true { a = 1; }) (mkMerge [ { b = 2; } ]) ];
  lazy-attrs-of = builtins.attrNames (single (types.lazyAttrsOf types.int) [ { a = 1; c = mkIf false 3; } ]);
  attrs-shallow = single types.attrs [ { a.x = 1; } { a.y = 2; } ];
  anything-deep = single types.anything [ { a.x = 1; l = [ 1 ]; } { a.y = 2; } ];
  anything-conflict = single types.anything [ { a.x = 1; } { a.x = 2; } ];
  anything-function = (single types.anything [ (x: { a = x; }) (x: { b = x; }) ]) 1;
  raw-twice = single types.raw [ 1 1 ];
  unspecified = single types.unspecified [ { a = 1; } { b = 2; } ];
  null-or-null = single (types.nullOr types.int) [ null ];
  null-or-both = single (types.nullOr types.int) [ null 1 ];
  null-or-wrong = single (types.nullOr types.int) [ "a" ];
  either-left = single (types.either types.int types.str) [ 1 ];
  either-list = single (types.either types.int (types.listOf types.int)) [ [ 1 ] [ 2 ] ];
  either-wrong = single (types.either types.int types.str) [ true ];
  one-of-wrong = single (types.oneOf [ types.int types.str types.bool ]) [ [ ] ];
  coerced = single (types.coercedTo types.int toString types.str) [ 3 ];
  coerced-list = single (types.coercedTo types.str lib.singleton (types.listOf types.str)) [ "a" [ "b" ] ];
  coerced-wrong = single (types.coercedTo types.int toString types.str) [ true ];
  uniq-twice = single (types.uniq types.int) [ 1 1 ];
  unique-message = single (types.unique { message = "only one"; } types.int) [ 1 1 ];
  function-to = (single (types.functionTo (types.listOf types.int)) [ (x: [ x ]) (x: [ (x + 1) ]) ]) 1;
  add-check-wrong = single (types.addCheck types.int (x: x > 5)) [ 3 ];
  bool-by-or = single types.boolByOr [ true false ];
  attr-tag = single (types.attrTag { a = mkOption { type = types.int; }; b = mkOption { type = types.str; }; }) [ { a = 1; } ];
  attr-tag-wrong = single (types.attrTag { a = mkOption { type = types.int; }; }) [ { c = 1; } ];
  json = single types.json [ { a = [ 1 "s" null { b = 1.5; } ]; } { c = true; } ];
  passwd-wrong = single (types.passwdEntry types.str) [ "a:b" ];
  submodule-unknown = (single (types.attrsOf sub) [ { x.b = 1; } ]).x.n;
  submodule-function = (single (types.attrsOf (types.submodule ({ name, config, ... }: { options.n = mkOption { default = name; }; options.m = mkOption { default = config.n + "!"; }; }))) [ { x = { }; y.n = "z"; } ]);
  submodule-definition-function = (single (types.attrsOf sub) [ { x = { config, ... }: { n = 4; s = toString config.n; }; } ]).x.s;
  submodule-with-shorthand = single (types.submoduleWith { modules = [ { options.config = mkOption { default = 1; }; } ]; shorthandOnlyDefinesConfig = true; }) [ { config = 2; } ];
  deferred = (lib.evalModules { modules = [ listOption (single types.deferredModule [ { l = [ "a" ]; } { l = [ "b" ]; } ]) ]; }).config.l;
  custom-type = single (lib.mkOptionType { name = "custom"; check = x: x == 1; merge = loc: defs: builtins.length defs; }) [ 1 1 ];
  changed-check = single (types.str // { check = x: x == "a"; description = "the letter a"; }) [ "b" ];

  # descriptions
  descriptions = map description [
    types.bool types.int types.str types.port types.ints.unsigned types.ints.positive (types.ints.between 1 2) types.ints.u8 types.number types.lines types.commas types.path types.package
    (types.listOf types.str) (types.attrsOf types.int) (types.lazyAttrsOf types.int) (types.nullOr types.str) (types.either types.int types.str)
    (types.oneOf [ types.int types.str types.bool ]) (types.enum [ "a" 1 ]) (types.enum [ "a" ]) (types.enum [ ]) (types.listOf (types.either types.int types.str))
    (types.coercedTo types.int toString types.str) (types.nullOr (types.listOf types.str)) (types.uniq types.int) (types.functionTo types.str) (types.submodule { })
    (types.strMatching "a") types.singleLineStr types.nonEmptyStr (types.nonEmptyListOf types.str) types.anything types.raw types.attrs types.deferredModule types.json
    (types.attrsOf (types.nullOr types.str)) (types.either types.ints.unsigned types.str) (types.passwdEntry types.str) (types.listOf types.ints.unsigned)
  ];
  names = map (t: t.name) [ types.bool types.port (types.listOf types.str) (types.attrsOf types.int) (types.nullOr types.str) (types.enum [ ]) types.lines (types.submodule { }) (types.functionTo types.str) types.package ];
  check-values = [ (types.int.check 1) (types.int.check "a") ((types.listOf types.int).check [ "a" ]) ((types.attrsOf types.int).check { }) (types.path.check "/a") ];
  sub-options = builtins.attrNames ((types.attrsOf sub).getSubOptions [ "p" ]);
  merge-call = types.str.merge [ "a" ] [ { file = "f"; value = "x"; } ];

  # modules about options
  renamed = (eval [ (lib.mkRenamedOptionModule [ "old" "x" ] [ "new" "y" ]) { options.new.y = mkOption { type = types.int; }; } { old.x = 3; } ]).new.y;
  renamed-read = (eval [ (lib.mkRenamedOptionModule [ "old" "x" ] [ "new" "y" ]) { options.new.y = mkOption { type = types.int; }; } { new.y = 3; } ]).old.x;
  renamed-warning = (eval [ { options.warnings = mkOption { type = types.listOf types.str; default = [ ]; }; } (lib.mkRenamedOptionModule [ "old" ] [ "new" ]) { options.new = mkOption { type = types.int; }; } { _file = "f.nix"; old = 3; } ]).warnings;
  alias-priority = (eval [ (lib.mkAliasOptionModule [ "old" ] [ "new" ]) { options.new = mkOption { type = types.int; }; } { old = mkForce 3; } { new = 4; } ]).new;
  removed-read = (eval [ { options.assertions = mkOption { default = [ ]; }; } (lib.mkRemovedOptionModule [ "old" ] "Use new.") { } ]).old;
  removed-assertion = map (a: a.message) (builtins.filter (a: !a.assertion) (eval [ { options.assertions = mkOption { default = [ ]; }; } (lib.mkRemovedOptionModule [ "old" ] "Use new.") { _file = "f.nix"; old = 1; } ]).assertions);
  removed-text = map (a: a.message) (eval [ { options.assertions = mkOption { default = [ ]; }; options.new = mkOption { default = "y"; }; } ({ config, ... }: { imports = [ (lib.mkRemovedOptionModule [ "old" ] "Use ${config.new}.") ]; }) { _file = "f.nix"; old = 1; } ]).assertions;
  changed = (eval [ { options.warnings = mkOption { type = types.listOf types.str; default = [ ]; }; } (lib.mkChangedOptionModule [ "old" ] [ "new" ] (c: if c.old > 5 then "big" else "small")) { options.new = mkOption { type = types.str; }; } { old = 7; } ]).new;
  alias-definitions = (eval [ ({ options, ... }: { options.a = mkOption { type = types.listOf types.int; }; options.b = mkOption { type = types.listOf types.int; }; config.b = lib.mkAliasDefinitions options.a; }) { a = [ 1 ]; } { a = mkAfter [ 2 ]; } ]).b;
  derived = (eval [ ({ options, ... }: { options.a = mkOption { type = types.int; default = 1; }; options.b = mkOption { type = types.int; }; config.b = lib.mkDerivedConfig options.a (x: x + 1); }) { b = mkDefault 7; } ]).b;
  extend-modules = ((lib.evalModules { modules = [ listOption { l = [ "a" ]; } ]; }).extendModules { modules = [ { l = [ "b" ]; } ]; }).config.l;
  type-of-configuration = (eval [ { options.x = mkOption { type = (lib.evalModules { modules = [ listOption ]; }).type; }; } { x.l = [ "a" ]; } ]).x.l;
}
