import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProcessRequest } from '../../server/src/base/host';
import { nodeHost } from '../../server/src/cli/host-node';

const host = nodeHost({ trusted: true });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-'));
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'file'), 'é\n');
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0x41])]), Buffer.from([0xfe]));
  symlinkSync('file', join(folder, 'link'));
  symlinkSync('nowhere', join(folder, 'broken'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('files', () => {
  it('lists a folder, names that are not UTF-8 included', () => {
    expect(new Map([...(host.files.readDir(folder) ?? [])].sort())).toEqual(
      new Map([
        ['broken', 'symlink'],
        ['file', 'regular'],
        ['link', 'symlink'],
        ['sub', 'directory'],
        ['\udcffA', 'regular'],
      ]),
    );
  });

  it.each([
    ['file', 'é\n', 'regular'],
    ['link', 'é\n', 'symlink'],
    ['\udcffA', '\udcfe', 'regular'],
    ['sub', undefined, 'directory'],
    ['broken', undefined, 'symlink'],
    ['missing', undefined, undefined],
    ['file/below', undefined, undefined],
    ['nul\0', undefined, undefined],
  ])('%j', (name, text, type) => {
    const path = join(folder, name);
    expect([host.files.readText(path), host.files.stat(path)]).toEqual([text, type]);
  });

  it('gives nothing for what is no folder', () => expect(host.files.readDir(join(folder, 'file'))).toBe(undefined));
});

describe('processes', () => {
  const run = (argv: readonly [string, ...string[]], more: Partial<ProcessRequest> = {}) =>
    host.run({ argv, timeoutMs: 10_000, maxOutputBytes: 1000, ...more });

  it('passes arguments as they are', async () => {
    const hostile = '$(touch x) `y` "z" \'w\' * ; & |\n-n';
    expect(await run(['printf', '%s', hostile])).toEqual({ kind: 'exit', code: 0, stdout: hostile, stderr: '' });
  });

  it('adds to the environment, and takes out of it', async () => {
    const { HOME, ...env } = { HOME: undefined, ADDED: 'yes' };
    const result = await run(['sh', '-c', 'echo "$ADDED:${HOME-unset}"'], { env: { ...env, HOME } });
    expect(result).toMatchObject({ stdout: 'yes:unset\n' });
  });

  it('tells progress, and the exit status', async () => {
    const progress: string[] = [];
    const result = await run(['sh', '-c', 'echo a >&2; exit 3'], {
      cwd: folder,
      onProgress: (text) => progress.push(text),
    });
    expect([result, progress.join('')]).toEqual([{ kind: 'exit', code: 3, stdout: '', stderr: 'a\n' }, 'a\n']);
  });

  it.each([
    ['a missing program', ['no-such-program-here'], {}, 'missing'],
    ['a missing folder', ['true'], { cwd: '/no/such/folder' }, 'missing'],
    ['a file that is no program', ['/etc/passwd'], {}, 'missing'],
    ['too much output', ['sh', '-c', 'while :; do echo xxxxxxxxxx; done'], {}, 'output-limit'],
    ['too long', ['sleep', '30'], { timeoutMs: 100 }, 'timeout'],
    ['a group that ignores being asked', ['sh', '-c', 'trap "" TERM; sleep 30'], { timeoutMs: 100 }, 'timeout'],
  ] as const)('%s', async (_, argv, more, kind) => {
    const [program, ...args] = argv;
    const result = await run([program, ...args], more);
    expect(result.kind).toBe(kind);
  });

  it('starts nothing once cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    expect((await run(['sleep', '30'], { signal: controller.signal })).kind).toBe('cancelled');
  });

  it('starts nothing in an untrusted workspace', async () => {
    const refused = await nodeHost({ trusted: false }).run({ argv: ['true'], timeoutMs: 1000, maxOutputBytes: 10 });
    expect(refused.kind).toBe('refused');
  });
});
