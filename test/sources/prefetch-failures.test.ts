import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../server/src/cli/host-node';
import { planFor } from '../../server/src/sources/plan';
import { prefetch } from '../../server/src/sources/prefetch';
import { host, OPTIONS, type SourceWorld, sourceWorld, withoutNix } from '../support/source-world';

/** Whether a process still runs; one that nobody has waited for yet does not. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

let world: SourceWorld;
beforeAll(async () => {
  world = await sourceWorld({ repositories: false });
});
afterAll(() => world.close());

describe('what goes wrong ends in one line', () => {
  const plain = { url: 'fetchurl { url = "URL/PATH"; hash = ""; }', zip: 'fetchzip { url = "URL/PATH"; hash = ""; }' };
  it.each([
    [plain.url, 'none', {}, 'unreachable: URL/none answered with status 404'],
    [plain.url, 'broken', {}, 'unreachable: URL/broken answered with status 500'],
    [plain.url, 'to-file', {}, 'refused: URL/to-file redirects to a file: file:///etc/passwd'],
    [plain.url, 'to-gopher', {}, 'refused: gopher: addresses are not fetched: gopher://example.org/'],
    [plain.url, 'loop', {}, 'unreachable: URL/loop redirects more than 10 times'],
    [plain.url, 'endless', { maxDownloadBytes: 1_000_000 }, 'unreachable: URL/endless is longer than 1000000 bytes'],
    [plain.url, 'slow', { timeoutMs: 300 }, 'unreachable: URL/slow took longer than 0 s'],
    [
      plain.zip,
      'file.zim',
      {},
      'unreachable: URL/file.zim: the download is neither a tar (plain, gzip, bzip2, xz) nor a zip archive',
    ],
    [
      plain.zip,
      'several.tar.gz',
      {},
      'unreachable: URL/several.tar.gz: the archive has several entries at its top: set stripRoot = false to keep them',
    ],
    [
      plain.url,
      'file.zim',
      { allowInsecure: false },
      'refused: only https: is fetched unless insecure sources are allowed: URL/file.zim',
    ],
  ])('%s with %s', async (text, path, options, expected) => {
    const plan = planFor(world.pinIn(text.replace('PATH', path)), { allowInsecure: true });
    const result = plan.kind === 'plan' ? await prefetch(plan, withoutNix(host), { ...OPTIONS, ...options }) : plan;
    expect(world.summary(result)).toBe(expected);
  });

  it('an untrusted workspace runs and fetches nothing', async () => {
    const before = world.server.requests.length;
    for (const on of [nodeHost({ trusted: false }), withoutNix(nodeHost({ trusted: false }))]) {
      const line = world.summary(await world.fetched(plain.url.replace('PATH', 'file.zim'), on));
      expect(line).toBe('refused: programs are started and sources fetched in trusted workspaces only');
    }
    expect(world.server.requests.length).toBe(before);
  });

  it('cancelling ends the whole process group at once', async () => {
    const path = join(world.folder, 'hanging');
    writeFileSync(path, `#!/bin/sh\nsleep 300 & echo $! > '${path}.child'\necho $$ > '${path}.self'\nwait\n`, {
      mode: 0o755,
    });
    const controller = new AbortController();
    const running = world.fetched(plain.url.replace('PATH', 'file.zim'), host, {
      tools: { 'nix-prefetch-url': path },
      signal: controller.signal,
    });
    while (!existsSync(`${path}.self`)) await new Promise((ready) => setTimeout(ready, 20));
    controller.abort();
    expect((await running).kind).toBe('cancelled');
    for (const name of ['child', 'self'])
      await expect.poll(() => isAlive(Number(readFileSync(`${path}.${name}`, 'utf8')))).toBe(false);
  });

  it.each([
    ["error: could not set permissions on '/nix/var/nix/profiles/per-user' to 755: Operation not permitted"],
    ['error: opening lock file "/nix/var/nix/db/big-lock": Permission denied'],
    ["error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': No such file or directory"],
    ["error: operation 'addToStore' is not supported by store 'dummy'"],
    ["error: experimental Nix feature 'nix-command' is disabled"],
  ])('a tool that cannot use its store is passed over: %s', async (complaint) => {
    const path = join(world.folder, 'storeless');
    writeFileSync(path, `#!/bin/sh\ncat >&2 <<'EOF'\n${complaint}\nEOF\nexit 1\n`, { mode: 0o755 });
    const text = plain.url.replace('PATH', 'file.zim');
    const result = await world.fetched(text, host, { tools: { 'nix-prefetch-url': path, nix: path } });
    expect(result.kind === 'hash' && result.command[0]).toBe('download');
  });

  it.each([
    ['sleep 60', { timeoutMs: 200 }, /took longer than 0 s$/],
    ['while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done', {}, /printed more than 1048576 bytes$/],
    ['echo not a hash', {}, /^unreachable: nix-prefetch-url printed no hash$/],
    ['echo "error: no such host" >&2; exit 1', {}, /^unreachable: nix-prefetch-url: error: no such host$/],
    ['exit 3', {}, /^unreachable: nix-prefetch-url failed without a word$/],
  ])('a tool that does %s', async (script, options, expected) => {
    const path = join(world.folder, 'misbehaving');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    expect(
      world.summary(
        await world.fetched(plain.url.replace('PATH', 'file.zim'), host, {
          tools: { 'nix-prefetch-url': path },
          ...options,
        }),
      ),
    ).toMatch(expected);
  });
});
