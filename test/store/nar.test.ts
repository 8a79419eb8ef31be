import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileTree, Streamed } from '../../server/src/base/tree';
import { bytesText, encodeHex, textBytes } from '../../server/src/store/bytes';
import { narHash, streamedNarHash } from '../../server/src/store/nar';
import { tool } from '../support/tools';

const nixHash = tool('nix-hash');
const TREES = 500;
const PER_RUN = 50;

const fileName = fc
  .oneof(
    fc.stringMatching(/^[a-zA-Z0-9._ -]{1,12}$/),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    fc.constantFrom('a', 'A', 'a.b', 'a-b', 'a b', '-n', '"', '\n', '\udcff\udc80', 'é', '\u{1f600}', '$(x)'),
  )
  .filter((name) => name !== '.' && name !== '..' && !/[/\0]/.test(name) && textBytes(name).length <= 80);

const regular = fc.record({ executable: fc.boolean(), contents: fc.uint8Array({ maxLength: 40 }) }).map(
  ({ executable, contents }): FileTree<Uint8Array> => ({
    kind: 'regular',
    executable,
    size: contents.length,
    contents,
  }),
);
const link = fc.stringMatching(/^[a-z./é]{1,20}$/).map((target): FileTree<Uint8Array> => ({ kind: 'symlink', target }));

const { tree } = fc.letrec<{ tree: FileTree<Uint8Array>; folder: FileTree<Uint8Array> }>((tie) => ({
  tree: fc.oneof({ maxDepth: 4 }, regular, link, tie('folder')),
  folder: fc
    .array(fc.tuple(fileName, tie('tree')), { maxLength: 5 })
    .map((entries): FileTree<Uint8Array> => ({ kind: 'directory', entries: new Map(entries) })),
}));

function write(path: Buffer, node: FileTree<Uint8Array>): void {
  switch (node.kind) {
    case 'regular':
      writeFileSync(path, node.contents);
      chmodSync(path, node.executable ? 0o755 : 0o644);
      return;
    case 'symlink':
      symlinkSync(Buffer.from(textBytes(node.target)), path);
      return;
    case 'directory':
      mkdirSync(path);
      for (const [name, entry] of node.entries) write(Buffer.concat([path, Buffer.from('/'), textBytes(name)]), entry);
  }
}

function streamed(node: FileTree<Uint8Array>): FileTree<Streamed> {
  switch (node.kind) {
    case 'symlink':
      return node;
    case 'directory':
      return { kind: 'directory', entries: new Map([...node.entries].map(([name, entry]) => [name, streamed(entry)])) };
    case 'regular':
      return {
        ...node,
        contents: async function* () {
          for (const byte of node.contents) yield Uint8Array.of(byte);
        },
      };
  }
}

describe('Nix archives', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nar-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!nixHash.available)(
    `hashes ${TREES} generated trees as nix-hash does`,
    () => {
      const trees = fc.sample(tree, { numRuns: TREES, seed: 2025 });
      for (let start = 0; start < trees.length; start += PER_RUN) {
        const batch = trees.slice(start, start + PER_RUN);
        const paths = batch.map((node, i) => {
          const path = join(folder, `${start + i}`);
          write(Buffer.from(path), node);
          return path;
        });
        const { stdout, stderr, code } = nixHash.run(['--type', 'sha256', ...paths]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(batch.map((node) => encodeHex(narHash(node, 'sha256').digest))).toEqual(stdout.trim().split('\n'));
      }
    },
    120_000,
  );

  it('hashes streamed contents alike', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (node) => {
        expect(await streamedNarHash(streamed(node), 'sha256')).toEqual(narHash(node, 'sha256'));
      }),
    );
  });

  it('refuses a file whose length changed', async () => {
    const changed: FileTree<Streamed> = {
      kind: 'regular',
      executable: false,
      size: 2,
      contents: async function* () {
        yield Uint8Array.of(1);
      },
    };
    await expect(streamedNarHash(changed, 'sha256')).rejects.toThrow('changed while it was read');
  });
});

describe('text of bytes', () => {
  it('has an inverse for every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
        expect(textBytes(bytesText(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(bytesText(textBytes(text))).toBe(text);
      }),
    );
  });
});
