import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import { unitScripts } from '../../server/src/features/scripts/list';
import { shellFindings } from '../../server/src/features/scripts/shell-findings';
import { parseShellCheck, shellCheckRequest } from '../../server/src/features/scripts/shellcheck';
import type { Finding } from '../../server/src/rules/finding';
import { snapshotOf } from '../support/snapshot';
import { tool } from '../support/tools';

const shellcheck = tool('shellcheck');

interface Checked {
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** What ShellCheck says of the scripts of a module. */
async function check(text: string): Promise<Checked> {
  const snapshot = await snapshotOf(text);
  const { units } = snapshot.analysis();
  const findings = unitScripts(snapshot.analysis()).flatMap((script) => {
    const request = shellCheckRequest(script, snapshot.uri);
    if (request === undefined) return [];
    const { stdout } = shellcheck.run(request.argv.slice(1), { input: request.input });
    return shellFindings(script, parseShellCheck(stdout) ?? [], units, snapshot.document);
  });
  return { text, findings };
}

/** Codes with what they underline. */
function shown({ text, findings }: Checked): readonly string[] {
  return findings.map(({ code, origin }) => `${code} ${text.slice(origin.start, origin.end)}`);
}

function service(body: string): string {
  return `{ config, lib, pkgs, ... }: { systemd.services.a = {\n${body}\n}; }`;
}

/** Each body of a service, and what is found in it. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['an indented script', `script = ''\n  cd /tmp\n    echo $FOO\n'';`, ['SC2086 $FOO']],
  ['a script on one line', `script = "echo \\"\${pkgs.hello}\\" $FOO";`, ['SC2086 $FOO']],
  ['escapes', `script = ''\n  echo ''\${FOO} 'a' $BAR\n'';`, [`SC2086 ''\${FOO}`, 'SC2086 $BAR']],
  ['characters beyond 16 bits and tabs', `preStart = ''\n\techo 😀 $FOO\n'';`, ['SC2086 $FOO']],
  [
    'a stretch with an interpolation',
    `script = ''\n  ls $(cat \${pkgs.hello}/x)\n'';`,
    [`SC2046 $(cat \${pkgs.hello}/x)`],
  ],
  ['the second of two texts', `script = lib.mkMerge [ "true" (lib.mkAfter "echo $FOO") ];`, ['SC2086 $FOO']],
  ['a writer', `serviceConfig.ExecStart = pkgs.writeShellScript "run" ''\n  echo $1\n'';`, ['SC2086 $1']],
  [
    'an application',
    `serviceConfig.ExecStart = lib.getExe (pkgs.writeShellApplication { name = "run"; text = "echo $1"; });`,
    ['SC2086 $1'],
  ],
  ['a text that is interpolated', `script = ''\n  true\n  \${"echo $FOO"}\n'';`, ['SC2086 $FOO']],
  ['unused and unassigned names', `script = "x=1\\necho \\"$lower\\"";`, ['SC2034 x', 'SC2154 $lower']],
  ['a variable of the unit', `environment.lower = "1"; script = "echo \\"$lower\\"";`, []],
  ['variables that a file gives', `serviceConfig.EnvironmentFile = "/x"; script = "echo \\"$lower\\"";`, []],
  ['names beside code that is not known', `script = "x=1\\n\${config.a.b}\\necho \\"$lower\\"";`, []],
  ['names beside a word that is not known', `script = "x=1\\necho \${config.a.b}";`, ['SC2034 x']],
  ['names where a text is put together', `script = "x=1\\n" + lib.concatMapStrings (n: "echo $x") [ ];`, []],
  ['names where Nix fills in commands', `script = "x=1\\n\${lib.optionalString false "echo $x"}";`, []],
  ['constants beside what is empty', `script = ''\n  if [ "a\${""}" = "b" ]; then true; fi\n'';`, []],
  ['syntax where Nix fills in commands', `script = ''\n  if true; then\n  \${""}\n  fi\n'';`, []],
  ['a file that is sourced', `script = ". \${./lib.sh}\\nx=1";`, []],
  ['what is not known', `script = "echo $FOO\${config.a.b} \${config.a.b}";`, ['SC2086 $FOO']],
  ['constants that Nix filled in', `script = ''\n  if [ "\${"a"}" = "\${config.b}" ]; then true; fi\n'';`, []],
  ['a loop over what Nix filled in', `script = ''\n  for i in \${"a"}; do echo "$i"; done\n'';`, []],
  ['constants as they are written', `script = ''\n  if [ "a" = "b" ]; then true; fi\n'';`, ['SC2050 =']],
  ['what ShellCheck is told to pass over', `script = ''\n  # shellcheck disable=SC2086\n  echo $FOO\n'';`, []],
  ['an error of syntax', `script = ''\n  if true; then\n  echo\n'';`, ['SC1046 ', 'SC1073 ']],
  ['an error of syntax where not all is known', `script = ''\n  case x in \${config.a.b} esac\n'';`, []],
  ['another language', `serviceConfig.ExecStart = pkgs.writers.writePython3 "x" { } "print($FOO)";`, []],
];

describe.skipIf(!shellcheck.available)('ShellCheck underlines in the Nix text', () => {
  test.each(CASES)('%s', async (_name, body, expected) => {
    expect(shown(await check(service(body)))).toEqual(expected);
  });

  test('with its page and the unit', async () => {
    const { findings } = await check(service(`script = "echo $FOO";`));
    expect(findings).toMatchObject([
      {
        code: 'SC2086',
        severity: 'info',
        message: 'Double quote to prevent globbing and word splitting.',
        unit: 'a.service',
        tool: { name: 'shellcheck', href: 'https://www.shellcheck.net/wiki/SC2086' },
      },
    ]);
  });

  test.each([
    ['in a "…" string', `script = "echo $FOO \${pkgs.hello}";`, `script = "echo \\"$FOO\\" \${pkgs.hello}";`],
    [`in a ''…'' string`, `script = ''\n  echo $FOO\n'';`, `script = ''\n  echo "$FOO"\n'';`],
    ['beside an interpolation', `script = "echo $FOO\${pkgs.hello}";`, `script = "echo \\"$FOO\\"\${pkgs.hello}";`],
    ['at the end', `script = "echo $FOO";`, `script = "echo \\"$FOO\\"";`],
    ['not where the text is computed', `script = lib.toLower "echo $FOO";`, undefined],
  ])('and mends %s', async (_name, body, fixed) => {
    const { text, findings } = await check(service(body));
    const [fix] = findings.flatMap(({ fixes }) => fixes);
    expect(fix && applyEdits(text, fix.edits)).toBe(fixed && service(fixed));
  });
});

describe('the answer of ShellCheck', () => {
  test.each([
    ['nothing', ''],
    ['text', 'cannot open'],
    ['another shape', '[{"line":1}]'],
    ['comments that are none', '{"comments":3}'],
  ])('is none: %s', (_name, stdout) => {
    expect(parseShellCheck(stdout)).toBeUndefined();
  });

  test('passes over comments that it does not understand', () => {
    const place = { line: 1, column: 2, endLine: 1, endColumn: 3 };
    const comments = [{ ...place, level: 'fatal', code: 1, message: 'x' }, { level: 'info' }, null];
    expect(parseShellCheck(JSON.stringify({ comments }))).toEqual([]);
  });
});
