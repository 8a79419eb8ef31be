import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from './run';

const SEEDS = path.join(import.meta.dirname, '../fixtures/seeds');
const ZERO = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const GOT = 'sha256-uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seeds-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function seed(name: string): string {
  copyFileSync(path.join(SEEDS, name), path.join(folder, name));
  return path.join(folder, name);
}

function previewOf(file: string): string {
  const { status, stdout, stderr } = run(['preview', file]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

function fixFrom(log: string, file: string): void {
  const name = path.join(folder, 'build.log');
  writeFileSync(name, log);
  expect(run(['hash', '--from-log', name, file]).status).toBe(0);
}

describe('what a build log tells', () => {
  test('renames and fills the hash of the Go modules', () => {
    const file = seed('vendored.nix');
    const before = readFileSync(file, 'utf8');
    expect(run(['check', '--fix', file]).stdout).not.toContain('renamed-fetcher-attribute');
    fixFrom(
      `error: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-lease-exporter-0.3.0-go-modules.drv':
         specified: ${ZERO}
            got:    ${GOT}
error: 1 dependency of derivation '/nix/store/jxg7jx01r6gvcy5m8jgnbbvfxzm4dqyb-lease-exporter-0.3.0.drv' failed to build
`,
      file,
    );
    const fixed = before.replace('vendorSha256 = pkgs.lib.fakeSha256', `vendorHash = "${GOT}"`);
    expect(readFileSync(file, 'utf8')).toBe(fixed);
  });

  test('fixes a file that the evaluation downloads, and its store path in the unit', () => {
    const file = seed('kiwix.nix');
    const [text, unit] = [readFileSync(file, 'utf8'), previewOf(file)];
    fixFrom(
      `error: hash mismatch in file downloaded from 'https://download.example.org/zim/wiki_nopic.zim':
         specified: sha256:${'0'.repeat(52)}
         got:       ${GOT}
`,
      file,
    );
    expect(readFileSync(file, 'utf8')).toBe(text.replace('0'.repeat(52), GOT));
    const after = previewOf(file);
    expect(after).toMatch(/kiwix-serve --port 8080 \/nix\/store\/[0-9a-z]{32}-wiki_nopic\.zim\n/);
    expect(after).not.toBe(unit);
    const masked = (shown: string): string => shown.replace(/([0-9a-z]{32}|…)-wiki/, 'wiki');
    expect(masked(after)).toBe(masked(unit));
  });
});
