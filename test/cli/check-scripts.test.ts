import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from './run';

const PLACE = { line: 4, column: 6, endLine: 4, endColumn: 10 };
const COMMENT = { ...PLACE, level: 'warning', code: 2086, message: 'Quote it.', fix: null };
const MODULE = `{ systemd.services.a.script = "echo $FOO"; }\n`;

/** Folders of programs, with a stand-in for ShellCheck that does so. */
const STAND_INS = {
  good: `echo '${JSON.stringify({ comments: [COMMENT] })}'`,
  bad: 'echo "out of memory" >&2; exit 2',
  none: undefined,
} as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-scripts-'));
  writeFileSync(join(folder, 'a.nix'), MODULE);
  for (const [name, script] of Object.entries(STAND_INS)) {
    mkdirSync(join(folder, name));
    if (script === undefined) continue;
    writeFileSync(join(folder, name, 'shellcheck'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name, 'shellcheck'), 0o755);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function check(programs: keyof typeof STAND_INS, ...options: readonly string[]) {
  return run(['check', 'a.nix', ...options], { cwd: folder, env: { PATH: join(folder, programs) } });
}

test('check runs ShellCheck when asked to', () => {
  expect(check('good', '--shellcheck')).toMatchObject({
    status: 1,
    stdout: 'a.nix:1:37: warning: Quote it. [SC2086]\n',
  });
});

test.each([
  ['not asked', 'good', [], 0, ''],
  ['missing', 'none', ['--shellcheck'], 2, '--shellcheck: shellcheck was not found.'],
  ['failing', 'bad', ['--shellcheck'], 2, '--shellcheck: shellcheck fails: out of memory.'],
] as const)('where ShellCheck is %s', (_name, programs, options, status, message) => {
  const outcome = check(programs, ...options);
  expect(outcome).toMatchObject({ status, stdout: '' });
  expect(outcome.stderr).toContain(message);
});
