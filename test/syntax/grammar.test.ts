import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const wasm = join(root, 'server/data/tree-sitter-nix.wasm');
const compiler = existsSync(join(root, 'grammar/node_modules/@yowasp/clang'));
const rebuild = compiler || process.env.CI !== undefined;

test('the committed grammar is the recorded one', () => {
  const recorded = readFileSync(`${wasm}.sha256`, 'utf8').split(' ')[0];
  expect(createHash('sha256').update(readFileSync(wasm)).digest('hex')).toBe(recorded);
});

if (!rebuild) console.log('The grammar is not rebuilt: `npm run build:grammar` once installs its compiler.');

test.skipIf(!rebuild)('a rebuild of the grammar gives the same bytes', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nix-grammar-'));
  try {
    const out = join(folder, 'nix.wasm');
    execFileSync(process.execPath, [join(root, 'grammar/build.mjs'), out], { stdio: 'pipe' });
    expect(readFileSync(out).equals(readFileSync(wasm))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
