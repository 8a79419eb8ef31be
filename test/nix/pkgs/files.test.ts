import { describe, expect, test } from 'vitest';
import { force } from '../../../server/src/nix/thunk';
import { type GeneratedFile, isString } from '../../../server/src/nix/value';
import { run } from '../lib/harness';

/** The generated files that a string refers to. */
function filesOf(text: string): readonly GeneratedFile[] {
  const value = force(run(text));
  if (!isString(value)) throw new Error(`no string: ${text}`);
  return [...(value.context?.values() ?? [])].flatMap(({ file }) => (file === undefined ? [] : [file]));
}

const BASH = '/nix/store/…-bash/bin/bash';

const TEXTS: readonly (readonly [string, string])[] = [
  ['"${pkgs.writeText "a" "x\\ny"}"', 'x\ny'],
  ['"${pkgs.writeText "a" 3}"', '3'],
  ['"${pkgs.writeShellScript "a" "echo hi"}"', `#!${BASH}\necho hi\n`],
  ['"${pkgs.writeShellScriptBin "a" "echo hi\\n"}/bin/a"', `#!${BASH}\necho hi\n\n`],
  ['"${pkgs.writeScript "a" "#!/bin/sh\\n"}"', '#!/bin/sh\n'],
  ['"${pkgs.writers.writeBash "a" "echo"}"', `#! ${BASH}\necho`],
  ['"${pkgs.writers.writeDash "a" "echo"}"', '#! /nix/store/…-dash/bin/dash\necho'],
  ['"${pkgs.writers.writeBash "a" { } "echo"}"', `#! ${BASH}\necho`],
  [
    '"${pkgs.writers.writePython3Bin "a" { libraries = [ pkgs.x ]; } "print()"}/bin/a"',
    '#! /nix/store/…-python3-env/bin/python3\nprint()',
  ],
  [
    'lib.getExe (pkgs.writeShellApplication { name = "a"; text = "echo hi"; runtimeInputs = [ pkgs.curl ]; runtimeEnv = { X = "1 2"; }; })',
    `#!${BASH}\nset -o errexit\nset -o nounset\nset -o pipefail\nX='1 2'\nexport X\n\nexport PATH="/nix/store/…-curl/bin:$PATH"\n\necho hi\n`,
  ],
  [
    'lib.getExe (pkgs.writeShellApplication { name = "a"; text = "echo"; bashOptions = [ ]; inheritPath = false; })',
    `#!${BASH}\n\n\necho\n`,
  ],
  [
    '"${(pkgs.formats.json { }).generate "a" { b = [ 1 { } [ ] ]; a = "x"; }}"',
    '{\n  "a": "x",\n  "b": [\n    1,\n    {},\n    []\n  ]\n}\n',
  ],
  [
    '"${(pkgs.formats.toml { }).generate "a" { a = 1; b.c = "x"; b.d.e = [ 1 2 ]; g = [ { h = 1; } ]; }}"',
    'a = 1\n\n[b]\nc = "x"\n\n[b.d]\ne = [1, 2]\n\n[[g]]\nh = 1\n',
  ],
  [
    '"${(pkgs.formats.yaml { }).generate "a" { a = 1; b = { c = [ "x" { d = 1; e = 2; } ]; }; f = { }; g = "yes"; h = "a: b"; i = null; }}"',
    "a: 1\nb:\n  c:\n  - x\n  - d: 1\n    e: 2\nf: {}\ng: 'yes'\nh: 'a: b'\ni: null\n",
  ],
  ['"${(pkgs.formats.ini { }).generate "a" { s.k = true; }}"', '[s]\nk=true\n'],
  [
    '"${(pkgs.formats.ini { listToValue = lib.concatStringsSep ","; }).generate "a" { s.k = [ "x" "y" ]; }}"',
    '[s]\nk=x,y\n',
  ],
  ['"${(pkgs.formats.keyValue { }).generate "a" { k = 1; }}"', 'k=1\n'],
  [
    '"${(pkgs.formats.iniWithGlobalSection { }).generate "a" { globalSection.x = 1; sections.s.k = 2; }}"',
    'x=1\n\n[s]\nk=2\n',
  ],
  ['"${(pkgs.formats.gitIni { }).generate "a" { user.name = "n"; }}"', '[user]\n\tname = "n"\n'],
  [
    '"${pkgs.formats.systemd.generate "a" { Unit.After = [ "x" "y" ]; Unit.Z = null; }}"',
    '[Unit]\nAfter = x\nAfter = y\n# Z is unset\n',
  ],
  ['"${pkgs.replaceVars (pkgs.writeText "t" "a @x@ b") { x = "1"; }}"', 'a 1 b'],
  ['"${pkgs.writeText "a" "port ${toString pkgs.hello.version}"}"', 'port ‹pkgs.hello.version›'],
  ['"${pkgs.writers.writeJSON "a" { x = 1; }}"', '{\n  "x": 1\n}\n'],
];

describe('generated files keep their text', () => {
  test.each(TEXTS)('%s', (expression, text) => {
    expect(filesOf(expression).at(-1)?.text.text).toBe(text);
  });

  test('a program below bin knows its place', () => {
    const [file] = filesOf('"${pkgs.writeShellScriptBin "a" "x"}/bin/a"').slice(-1);
    expect(file).toMatchObject({ name: 'a', executable: true, subpath: '/bin/a' });
  });

  test('the text knows what wrote it', () => {
    expect(filesOf('"${pkgs.writeText "a" "x"}"').at(-1)?.origin).toBeDefined();
  });
});
