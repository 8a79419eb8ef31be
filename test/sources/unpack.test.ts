import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { packTar, type TarHeader } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../server/src/sources/unpack/limits';
import { unpack } from '../../server/src/sources/unpack/unpack';
import { formatHash, NIX32 } from '../../server/src/store/hash';
import { narHash } from '../../server/src/store/nar';
import { tool } from '../support/tools';

const prefetch = tool('nix-prefetch-url');
const tar = tool('tar');
const zip = tool('zip');

/** A tree with everything that an archive can hold. */
function writeTree(root: string): void {
  mkdirSync(join(root, 'empty'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/run'), '#!/bin/sh\n');
  chmodSync(join(root, 'bin/run'), 0o755);
  writeFileSync(join(root, 'odd name, "quoted" é 😀'), 'odd');
  writeFileSync(join(root, 'large'), Buffer.alloc(3_000_000, 'abcdefg'));
  writeFileSync(join(root, 'nothing'), '');
  symlinkSync('bin/run', join(root, 'link'));
  symlinkSync('/absolute/target', join(root, 'absolute'));
  const deep = join(root, 'deep/'.repeat(1), 'x'.repeat(90), 'y'.repeat(90), 'z'.repeat(90));
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, 'w'.repeat(120)), 'long');
  symlinkSync('t'.repeat(150), join(root, 'long-target'));
  linkSync(join(root, 'bin/run'), join(root, 'hard'));
}

describe('unpacking in memory', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unpack-'));
    writeTree(join(folder, 'tree'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function ours(archive: string): Promise<string> {
    const unpacked = await unpack(readFileSync(archive), true, DEFAULT_LIMITS);
    return unpacked.kind === 'tree' ? formatHash(narHash(unpacked.tree, 'sha256'), NIX32) : unpacked.message;
  }

  function nixSays(archive: string): string {
    const { stdout, stderr } = prefetch.run([
      '--unpack',
      '--store',
      join(folder, 'store'),
      '--name',
      'source',
      `file://${archive}`,
    ]);
    if (stdout === '') throw new Error(stderr);
    return stdout.trim();
  }

  const tars = [
    ['tar.gz', ['--gzip']],
    ['tar.bz2', ['--bzip2']],
    ['tar.xz', ['--xz']],
    ['tar.xz', ['--use-compress-program', 'xz -9e -T2']],
    ['tar.xz', ['--use-compress-program', 'xz --check=crc32 --block-size=65536']],
    ['tar', ['--format=gnu']],
    ['tar', ['--format=pax']],
    ['tar.gz', ['--format=v7', '--exclude=deep', '--exclude=long-target', '--gzip']],
  ] as const;

  it.skipIf(!prefetch.available || !tar.available).each(tars)(
    '%s made with %j has the hash that nix-prefetch-url gives',
    async (ending, options) => {
      const archive = join(folder, `archive.${ending}`);
      const { code, stderr } = tar.run(['--create', '--file', archive, ...options, '-C', folder, 'tree']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await ours(archive)).toBe(nixSays(archive));
    },
  );

  it.skipIf(!prefetch.available || !zip.available)('zip has the hash that nix-prefetch-url gives', async () => {
    const archive = join(folder, 'archive.zip');
    expect(zip.run(['-q', '-r', '-y', archive, 'tree'], { cwd: folder }).code).toBe(0);
    expect(await ours(archive)).toBe(nixSays(archive));
  });

  it.skipIf(!prefetch.available || !tar.available)('reads gzip and bzip2 files of several streams', async () => {
    const plain = join(folder, 'plain.tar');
    tar.run(['--create', '--file', plain, '-C', folder, 'tree']);
    const bytes = readFileSync(plain);
    const halves = [bytes.subarray(0, 1_000_000), bytes.subarray(1_000_000)];
    for (const [ending, program] of [
      ['gz', 'gzip'],
      ['bz2', 'bzip2'],
    ] as const) {
      const archive = join(folder, `several.tar.${ending}`);
      writeFileSync(
        archive,
        Buffer.concat(halves.map((half) => execFileSync(program, ['-c'], { input: half, maxBuffer: 1e8 }))),
      );
      expect(await ours(archive)).toBe(nixSays(archive));
    }
  });

  it('keeps the top with stripRoot = false, and a lone file in its folder without', async () => {
    const two = await packTar([file('a'), file('b')]);
    const kept = await unpack(two, false, DEFAULT_LIMITS);
    expect(kept.kind === 'tree' && kept.tree.kind === 'directory' && [...kept.tree.entries.keys()]).toEqual(['a', 'b']);
    const lone = await unpack(await packTar([file('a')]), true, DEFAULT_LIMITS);
    expect(lone.kind === 'tree' && lone.tree.kind === 'directory' && [...lone.tree.entries.keys()]).toEqual(['a']);
  });
});

function file(name: string, body = 'x'): { header: TarHeader; body: string } {
  return { header: { name, size: Buffer.byteLength(body), type: 'file' }, body };
}

function special(name: string, type: TarHeader['type'], linkname = ''): { header: TarHeader } {
  return { header: { name, size: 0, type, linkname } as TarHeader };
}

describe('hostile archives', () => {
  const limits = { maxBytes: 100_000, maxEntries: 50 };

  it.each([
    [
      'a path that leads out',
      [file('a/../../etc/passwd')],
      'the archive holds a path that leads out of it: "a/../../etc/passwd"',
    ],
    [
      'a path through a symbolic link',
      [special('a', 'symlink', '/etc'), file('a/passwd')],
      'the archive holds a path through what is no folder: "a/passwd"',
    ],
    ['a device', [special('dev', 'character-device')], 'the archive holds a character-device: "dev"'],
    [
      'a link to nothing',
      [special('a', 'link', '/etc/passwd')],
      'the archive links "a" to what it does not hold: "/etc/passwd"',
    ],
    ['too many entries', Array.from({ length: 60 }, (_, i) => file(`${i}`)), 'the archive holds more than 50 entries'],
    [
      'several roots',
      [file('a'), file('b')],
      'the archive has several entries at its top: set stripRoot = false to keep them',
    ],
    ['nothing', [], 'the archive is empty'],
  ])('%s ends in one line', async (_, entries, message) => {
    expect(await unpack(gzipSync(await packTar(entries)), true, limits)).toEqual({ kind: 'failed', message });
  });

  it('a bomb is stopped while it unpacks', async () => {
    const bomb = gzipSync(await packTar([file('a', 'x'.repeat(5_000_000))]), { level: 9 });
    expect(await unpack(bomb, true, limits)).toEqual({
      kind: 'failed',
      message: 'the archive unpacks to more than 0 MiB',
    });
  });

  it.each([
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0])],
    ['bzip2', Buffer.from('BZh9')],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4])],
    ['zip', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    [
      'zip with a wild directory',
      Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), Buffer.from('PK\x05\x06'), Buffer.alloc(18, 255)]),
    ],
    ['html', Buffer.from('<!doctype html>')],
    ['nothing', Buffer.alloc(0)],
  ])('broken %s ends in one line', async (_, bytes) => {
    const unpacked = await unpack(bytes, true, limits);
    expect(unpacked.kind === 'failed' && unpacked.message).toMatch(/^the (zip )?(archive|download) [^\n]+$/);
  });

  it.skipIf(!tar.available)('a truncated archive of any compression is never taken for a whole one', async () => {
    for (const [program, magic] of [
      ['gzip', 0x1f],
      ['bzip2', 0x42],
      ['xz', 0xfd],
    ] as const) {
      const plain = await packTar([file('d/a', 'y'.repeat(20_000)), file('d/b', 'z'.repeat(20_000))]);
      const whole = execFileSync(program, ['-c'], { input: plain });
      expect(whole[0]).toBe(magic);
      for (const length of [20, Math.floor(whole.length / 2), whole.length - 12]) {
        expect((await unpack(whole.subarray(0, length), true, DEFAULT_LIMITS)).kind).toBe('failed');
      }
    }
  });
});
