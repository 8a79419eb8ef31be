import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { compareWorld, type CompareWorld as World } from './compare-world';

const COMMENT = {
  line: 4,
  column: 6,
  endLine: 4,
  endColumn: 10,
  level: 'warning',
  code: 2086,
  message: 'Quote it.',
  fix: {
    replacements: [
      { line: 4, column: 6, endLine: 4, endColumn: 6, replacement: '"' },
      { line: 4, column: 10, endLine: 4, endColumn: 10, replacement: '"' },
    ],
  },
};

/** A stand-in that complains of a stretch of the script's first line, and waits for ever on one that says so. */
const PROGRAM = `text=
while IFS= read -r line; do text="$text$line|"; done
printf '%s %s\\n' "$*" "$text" >> $CALLS
case "$text" in
  *endless*) echo $$ > $CALLS.pid; while :; do :; done ;;
  *'$FOO'*) printf '%s\\n' '${JSON.stringify({ comments: [COMMENT] })}' ;;
  *broken*) echo 'out of memory' >&2; exit 3 ;;
  *) echo '{"comments":[]}' ;;
esac`;

const MODULE = `{ systemd.services.a.script = "echo $FOO"; }`;

let world: World;
beforeAll(async () => {
  world = await compareWorld({
    files: {
      'a.nix': MODULE,
      'b.nix': MODULE.replace('.a.', '.b.'),
      'c.nix': MODULE,
      'slow.nix': MODULE.replace('echo', 'endless'),
    },
    programs: { shellcheck: PROGRAM },
  });
});
afterAll(() => world?.close());

async function turn(shellcheck: 'on' | 'off'): Promise<void> {
  await world.client.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { nixServices: { shellcheck } },
  });
}

/** The findings of ShellCheck, once there are as many. */
async function shellFindings(uri: string, count: number): Promise<readonly Diagnostic[]> {
  for (;;) {
    const { diagnostics } = await world.client.findings(uri);
    const found = diagnostics.filter(({ source }) => source === 'shellcheck');
    if (found.length === count) return found;
  }
}

test('ShellCheck is not started unless the user turned it on', async () => {
  const uri = await world.open('b.nix');
  const { diagnostics } = await world.client.findings(uri);
  expect(diagnostics.filter(({ source }) => source === 'shellcheck')).toEqual([]);
  expect(world.calls()).toEqual([]);
});

test('its findings are published with a link to the page, once for an unchanged script', async () => {
  await turn('on');
  const uri = await world.open('a.nix');
  expect(await shellFindings(uri, 1)).toEqual([
    {
      range: { start: { line: 0, character: 36 }, end: { line: 0, character: 40 } },
      severity: 2,
      code: 'SC2086',
      source: 'shellcheck',
      codeDescription: { href: 'https://www.shellcheck.net/wiki/SC2086' },
      message: 'Quote it.',
    },
  ]);
  expect(world.calls()).toContain('--format=json1 --shell=bash - #!/nix/store/x-bash/bin/bash|set -e||echo $FOO||');
  const [start, end] = [
    { line: 0, character: 0 },
    { line: 0, character: 1 },
  ];
  await world.client.change(uri, 2, start, end, ' {');
  const [moved] = await shellFindings(uri, 1);
  expect(moved?.range.start.character).toBe(37);
  expect(world.calls()).toEqual([]);
});

test('its fixes are quick fixes, and it can be passed over', async () => {
  const uri = await world.open('c.nix');
  await shellFindings(uri, 1);
  const range = { start: { line: 0, character: 37 }, end: { line: 0, character: 37 } };
  const actions = await world.client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [], only: ['quickfix'] },
  });
  expect(actions.map(({ title }) => title)).toEqual(['Fix SC2086: Quote it.', 'Ignore SC2086 here']);
  const start = { line: 0, character: 0 };
  await world.client.change(uri, 2, start, start, '# nix-services: ignore SC2086\n');
  await shellFindings(uri, 0);
});

test('a run on a text that changed is ended', async () => {
  const uri = await world.open('slow.nix');
  const pid = (): number => Number(readFileSync(join(world.folder, 'calls.pid'), 'utf8'));
  await expect.poll(pid, { timeout: 30_000 }).toBeGreaterThan(0);
  const at = { line: 0, character: MODULE.indexOf('echo') };
  await world.client.change(uri, 2, at, { ...at, character: at.character + 'endless'.length }, 'echo');
  await shellFindings(uri, 1);
  await expect.poll(() => isRunning(pid()), { timeout: 30_000 }).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
