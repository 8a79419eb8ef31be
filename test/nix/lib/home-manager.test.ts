import { describe, expect, test } from 'vitest';
import { printValue } from '../../../server/src/nix/print';
import { run } from './harness';

/** Expressions and what home-manager ec1a8fdf makes of them with Nix 2.34. */
const CASES: readonly (readonly [string, string])[] = [
  ['lib.hm.dag.entryAfter [ "a" ] "x"', '{ after = [ "a" ]; before = [ ]; data = "x"; }'],
  ['lib.hm.dag.entryBefore [ "a" ] "x"', '{ after = [ ]; before = [ "a" ]; data = "x"; }'],
  ['lib.hm.dag.entryBetween [ "a" ] [ "b" ] "x"', '{ after = [ "b" ]; before = [ "a" ]; data = "x"; }'],
  ['lib.hm.dag.entryAnywhere "x"', '{ after = [ ]; before = [ ]; data = "x"; }'],
  [
    'lib.hm.dag.entriesBetween "t" [ "b" ] [ "a" ] [ 1 2 3 ]',
    '{ t-0 = { after = [ "a" ]; before = [ ]; data = 1; }; t-1 = { after = [ "t-0" ]; before = [ ]; data = 2; }; t-2 = { after = [ "t-1" ]; before = [ "b" ]; data = 3; }; }',
  ],
  ['lib.hm.dag.entriesAfter "t" [ "a" ] [ 1 ]', '{ t-0 = { after = [ "a" ]; before = [ ]; data = 1; }; }'],
  ['lib.hm.dag.entriesAnywhere "t" [ ]', '{ }'],
  [
    'lib.hm.dag.topoSort { a = lib.hm.dag.entryAnywhere 1; b = lib.hm.dag.entryAfter [ "c" ] 2; c = lib.hm.dag.entryBefore [ "a" ] 3; }',
    '{ result = [ { data = 3; name = "c"; } { data = 1; name = "a"; } { data = 2; name = "b"; } ]; }',
  ],
  [
    '(lib.hm.dag.topoSort { a = lib.hm.dag.entryAfter [ "b" ] 1; b = lib.hm.dag.entryAfter [ "a" ] 2; }) ? cycle',
    'true',
  ],
  [
    'lib.hm.dag.map (n: v: n) { a = lib.hm.dag.entryAnywhere 1; }',
    '{ a = { after = [ ]; before = [ ]; data = "a"; }; }',
  ],
  ['lib.hm.dag.isEntry { data = 1; }', 'false'],
  ['lib.hm.dag.isDag { a = lib.hm.dag.entryAnywhere 1; }', 'true'],
  [
    'lib.hm.assertions.assertPlatform "m" { stdenv.hostPlatform.system = "x86_64-linux"; } [ "x86_64-linux" "aarch64-linux" ]',
    '{ assertion = true; message = "The module m does not support your platform. It only supports\\n\\n  - aarch64-linux\\n  - x86_64-linux"; }',
  ],
  [
    'lib.hm.assertions.assertPlatform "m" { stdenv.hostPlatform.system = "x86_64-darwin"; } lib.platforms.linux ? message',
    'true',
  ],
  ['lib.hm.booleans.yesNo true', '"yes"'],
  [
    'lib.hm.darwin.mkCalendarInterval "semiannually"',
    '[ { Day = 1; Hour = 0; Minute = 0; Month = 1; } { Day = 1; Hour = 0; Minute = 0; Month = 7; } ]',
  ],
  ['lib.hm.darwin.mkCalendarInterval "nope"', 'null'],
  [
    'lib.hm.darwin.assertInterval "o" "hourly" { stdenv.hostPlatform = { isDarwin = false; system = "x86_64-linux"; }; }',
    '{ assertion = true; message = "On Darwin, o must be one of: hourly, daily, weekly, monthly, semiannually, annually."; }',
  ],
  ['lib.hm.strings.storeFileName "a b/c$d-e_f.g"', '"hm_abcde_f.g"'],
  ['lib.hm.strings.toSnakeCase "helloWorldFoo"', '"hello_world_foo"'],
  ['lib.hm.strings.toKebabCase "HelloWorld"', '"hello-world"'],
  ['lib.hm.strings.isCamelCase "helloWorld"', 'true'],
  ['lib.hm.strings.isPascalCase "helloWorld"', 'false'],
  ['lib.hm.strings.isSnakeCase "hello_world"', 'true'],
  ['lib.hm.strings.isKebabCase "hello-world"', 'true'],
  ['lib.hm.strings.isScreamingSnakeCase "HELLO_WORLD"', 'true'],
  ['lib.hm.strings.isPathLike "/nix/store/x"', 'true'],
  ['lib.hm.strings.isPathLike "/etc"', 'false'],
  ['lib.hm.strings.isPathLike /etc', 'true'],
  ['lib.hm.shell.export "A" true', '"export A=\\"true\\""'],
  ['lib.hm.shell.exportAll { a = 1; b = null; c = "x y"; }', '"export a=\\"1\\"\\nexport c=\\"x y\\""'],
  ['lib.hm.shell.prependToVar ":" "PATH" [ "/a" "/b" ]', '"/a:/b\\${PATH:+:}$PATH"'],
];

describe('what home-manager adds to lib', () => {
  test.each(CASES)('%s', (expression, printed) => {
    expect(printValue(run(expression))).toBe(printed);
  });
});
