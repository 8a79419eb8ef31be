import { expect, test } from 'vitest';
import { systemdOfRelease } from '../../server/src/features/release';
import { memoryFiles } from '../support/memory-files';

const lock = (ref: string | undefined, input: unknown = 'nixpkgs'): string =>
  JSON.stringify({ nodes: { root: { inputs: { nixpkgs: input } }, nixpkgs: { original: { owner: 'NixOS', ref } } } });

test.each([
  ['a release', lock('nixos-25.05'), 257],
  ['a small channel of a release', lock('nixos-24.11-small'), 256],
  ['the branch of a release', lock('release-25.11'), 258],
  ['unstable', lock('nixos-unstable'), undefined],
  ['a release to come', lock('nixos-99.05'), undefined],
  ['no branch', lock(undefined), undefined],
  ['an input that follows another', lock('nixos-25.05', ['other', 'nixpkgs']), undefined],
  ['what is no lock file', '{ broken', undefined],
  ['null', 'null', undefined],
])('the lock file of %s', (_name, text, expected) => {
  expect(systemdOfRelease(memoryFiles({ '/home/flake.lock': text }), '/home/hosts/web/default.nix')).toBe(expected);
});

test('without a lock file nothing is known', () => {
  expect(systemdOfRelease(memoryFiles({}), '/home/web.nix')).toBeUndefined();
});
