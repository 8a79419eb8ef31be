import { describe, expect, test } from 'vitest';
import { printValue } from '../../../server/src/nix/print';
import { run } from './harness';

/** `u` is unknown, `s` a string with an unknown piece, `o` an open set, `l` an open list. */
const PRELUDE = `let
  u = pkgs.config.x;
  s = "/data/\${u}/end";
  o = pkgs.config // { a = 1; };
  l = [ 1 2 ] ++ u;
in `;

const show = (text: string) => printValue(run(PRELUDE + text));

const CASES: readonly (readonly [string, string])[] = [
  ['s', '"/data/‹pkgs.config.x›/end"'],
  ['lib.escapeShellArg s', `"'/data/‹pkgs.config.x›/end'"`],
  ['lib.escapeShellArg u', `"'‹pkgs.config.x›'"`],
  ['lib.escapeShellArgs [ "a b" s ]', `"'a b' '/data/‹pkgs.config.x›/end'"`],
  ['lib.concatStringsSep "," [ "a" s ]', '"a,/data/‹pkgs.config.x›/end"'],
  ['lib.concatMapStringsSep "," toString l', '"1,2,‹pkgs.config.x›"'],
  ['lib.toUpper s', '"/DATA/‹pkgs.config.x›/END"'],
  ['lib.hasPrefix "/data" s', 'true'],
  ['lib.hasPrefix "/var" s', 'false'],
  ['lib.hasSuffix "/end" s', 'true'],
  ['lib.removePrefix "/data/" s', '"‹pkgs.config.x›/end"'],
  ['lib.removeSuffix "/end" s', '"/data/‹pkgs.config.x›"'],
  ['lib.optionalString u "yes"', '"yes"'],
  ['lib.optionals u [ 1 ]', '[ 1 ]'],
  ['lib.optionals (!u) [ 1 ]', '[ ]'],
  ['lib.optionalAttrs u { a = 1; }', '{ a = 1; }'],
  ['lib.toInt u', '‹pkgs.config.x›'],
  ['lib.map (x: x + 1) l', '[ 2 3 ‹pkgs.config.x› ]'],
  ['lib.concatLists [ [ 0 ] l ]', '[ 0 1 2 ‹pkgs.config.x› ]'],
  ['lib.imap1 (i: x: i) l', '[ 1 2 ‹pkgs.config.x› ]'],
  ['lib.unique ([ 1 ] ++ l)', '[ 1 2 ‹pkgs.config.x› ]'],
  ['lib.flatten [ [ 0 ] l ]', '[ 0 1 2 ‹pkgs.config.x› ]'],
  ['(lib.mapAttrs (n: v: [ v ]) o).b', '[ ‹pkgs.config.b› ]'],
  ['(lib.mapAttrs (n: v: [ v ]) o).a', '[ 1 ]'],
  ['lib.mapAttrsToList (n: v: n) o', '[ "a" ‹pkgs.config› ]'],
  ['(lib.filterAttrs (n: v: v == 1) o).a', '1'],
  ['lib.attrByPath [ "a" ] 0 o', '1'],
  ['lib.attrByPath [ "q" "r" ] 0 o', '‹pkgs.config.q.r›'],
  ['(lib.recursiveUpdate u { a = 1; }).a', '1'],
  ['(lib.genAttrs [ "a" ] (n: n)).a', '"a"'],
  ['lib.getExe u', '"‹pkgs.config.x›/bin/‹pkgs.config.x.meta.mainProgram›"'],
  ['lib.getExe\' u "prog"', '"‹pkgs.config.x›/bin/prog"'],
  ['lib.makeBinPath [ u pkgs.a ]', '"‹pkgs.config.x›/bin:/nix/store/…-a/bin"'],
  ['lib.versionAtLeast u "1"', '‹lib.versionAtLeast pkgs.config.x "1"›'],
  ['if lib.versionOlder u "1" then 1 else 2', '2'],
  ['lib.generators.toKeyValue { } { a = u; b = 1; }', '"a=‹pkgs.config.x›\\nb=1\\n"'],
  ['lib.generators.toINI { } { s = { a = u; }; }', '"[s]\\na=‹pkgs.config.x›\\n"'],
  ['lib.cli.toGNUCommandLineShell { } { a = s; }', `"-a '/data/‹pkgs.config.x›/end'"`],
  ['lib.boolToString u', '"true"'],
  ['lib.nonexistent', '‹lib.nonexistent›'],
  ['lib.nonexistent 1 2', '‹lib.nonexistent …›'],
  ['lib.strings.nonexistent', '‹lib.strings.nonexistent›'],
  ['lib.licenses.somethingRare.shortName', '"somethingRare"'],
  ['lib.maintainers.somebody ? email', '‹lib.maintainers.somebody ? email›'],
  ['(lib.extend (final: prev: { mine = final.id 3; })).mine', '3'],
  ['(lib.extend (final: prev: { a = 1; })).concatStrings [ "a" "b" ]', '"ab"'],
  ['lib.strings.splitString "/" s', '[ "" "data" "‹pkgs.config.x›" "end" ‹pkgs.config.x› ]'],
  ['(pkgs.formats.json { }).generate "n" u', '/nix/store/…-n'],
  ['"${pkgs.writeText "n-${u}" "x"}"', '"/nix/store/…-n-‹pkgs.config.x›"'],
  ['"${pkgs.hello.overrideAttrs { version = u; }}"', '"/nix/store/…-hello-‹pkgs.config.x›"'],
  ['"${u.override { a = 1; }}"', '"‹pkgs.config.x.override …›"'],
];

describe('lib with unknowns', () => {
  test.each(CASES)('%s', (expression, printed) => {
    expect(show(expression)).toBe(printed);
  });
});
