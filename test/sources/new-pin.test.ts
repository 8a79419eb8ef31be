import { describe, expect, it } from 'vitest';
import { newPin } from '../../server/src/sources/new-pin';
import { findPins } from '../../server/src/sources/pins';
import { testParser } from '../support/parser';

describe('an address becomes a fetcher call', () => {
  it.each([
    ['https://github.com/owner/repo', 'fetchFromGitHub', { owner: 'owner', repo: 'repo', rev: '', hash: '' }],
    ['https://github.com/owner/repo.git', 'fetchFromGitHub', { owner: 'owner', repo: 'repo', rev: '', hash: '' }],
    [
      'https://github.com/owner/repo/releases/tag/v1.0',
      'fetchFromGitHub',
      { owner: 'owner', repo: 'repo', rev: 'v1.0', hash: '' },
    ],
    ['https://gitlab.com/o/r/-/tree/v2', 'fetchFromGitLab', { owner: 'o', repo: 'r', rev: 'v2', hash: '' }],
    ['https://codeberg.org/o/r/src/tag/v2', 'fetchFromCodeberg', { owner: 'o', repo: 'r', rev: 'v2', hash: '' }],
    ['https://git.sr.ht/~o/r', 'fetchFromSourcehut', { owner: '~o', repo: 'r', rev: '', hash: '' }],
    [
      'https://github.com/owner/repo/raw/main/file.txt',
      'fetchurl',
      { url: 'https://github.com/owner/repo/raw/main/file.txt', hash: '' },
    ],
    [
      'https://github.com/o/r/archive/v1.tar.gz',
      'fetchzip',
      { url: 'https://github.com/o/r/archive/v1.tar.gz', hash: '' },
    ],
    [' https://example.org/x.git\n', 'fetchgit', { url: 'https://example.org/x.git', rev: '', hash: '' }],
    ['git+https://example.org/x', 'fetchgit', { url: 'https://example.org/x', rev: '', hash: '' }],
    ['https://example.org/a.zim?x=1', 'fetchurl', { url: 'https://example.org/a.zim?x=1', hash: '' }],
    ["https://example.org/${'$'}{x}", undefined, {}],
    ['rm -rf /', undefined, {}],
    ['--upload-pack=x', undefined, {}],
  ])('%s', async (address, fetcher, attributes) => {
    const made = newPin(address);
    if ('kind' in made) {
      expect(fetcher).toBe(undefined);
      expect(made.message).not.toContain('\n');
      return;
    }
    const [pin] = findPins((await testParser()).parse(made.text), 'file:///a.nix', () => undefined);
    expect([
      pin?.fetcher.name,
      Object.fromEntries([...(pin?.attributes ?? [])].map(([name, { value }]) => [name, value])),
    ]).toEqual([fetcher, attributes]);
  });
});
