import { expect, test, vi } from 'vitest';
import type { Io } from '../../server/src/cli/command';
import { UsageError } from '../../server/src/cli/command';
import { checkCommand } from '../../server/src/cli/commands/check';
import { memoryFiles } from '../support/memory-files';

// The command reads its parser from where it was built to.
vi.mock('../../server/src/cli/parser', async () => {
  const { testParser } = await import('../support/parser');
  return { loadNodeParser: testParser };
});

const MODULE = '{ systemd.services.a.serviceConfig.Nonsens = 1; }\n';

/** Runs `check .` in a folder of files and gives the exit status and what it printed. */
async function check(files: Readonly<Record<string, string>>): Promise<readonly [number, string]> {
  const printed: string[] = [];
  const io: Io = {
    out: (text) => printed.push(text),
    err: () => undefined,
    stdin: () => '',
    cwd: '/p',
    env: {},
    colour: false,
    host: {
      files: memoryFiles(files),
      run: () => Promise.resolve({ kind: 'refused', message: 'no programs here' }),
      now: () => performance.now(),
    },
  };
  const args = { positionals: ['.'], flag: () => false, value: () => undefined, values: () => [] };
  return [await checkCommand.run(args, io), printed.join('')];
}

test('a project file decides what is passed over where', async () => {
  const project = '{ "overrides": [{ "files": ["/tests/"], "ignore": ["unknown-directive"] }] }';
  const files = { '/p/.nix-services.json': project, '/p/a.nix': MODULE, '/p/tests/a.nix': MODULE };
  const [status, text] = await check(files);
  expect(status).toBe(1);
  expect(text.match(/\[unknown-directive\]/g)).toHaveLength(1);
  expect(text).toContain('a.nix:1:');
  expect(text).not.toContain('tests/');
});

test('a wrong project file is wrong use, said in one line', async () => {
  const files = { '/p/.nix-services.json': '{ "ignore": ["nonsense"] }', '/p/a.nix': MODULE };
  await expect(check(files)).rejects.toThrow(
    new UsageError("/p/.nix-services.json: there is no finding called 'nonsense'."),
  );
});
