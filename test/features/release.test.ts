import { expect, test } from 'vitest';
import { pinnedRelease } from '../../server/src/features/release';
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
  expect(pinnedRelease(memoryFiles({ '/home/flake.lock': text }), '/home/hosts/web/default.nix').systemd).toBe(
    expected,
  );
});

/** A lock file with inputs by name: the branch that each follows, or when a development branch was locked. */
const inputs = (given: Readonly<Record<string, string | number>>): string => {
  const names = Object.fromEntries(Object.keys(given).map((name) => [name, name]));
  const nodes = Object.entries(given).map(([name, value]) => {
    const original = { owner: 'NixOS', repo: 'nixpkgs', ref: typeof value === 'string' ? value : 'nixos-unstable' };
    return [name, { original, ...(typeof value === 'number' ? { locked: { lastModified: value } } : {}) }];
  });
  return JSON.stringify({ nodes: { root: { inputs: names }, ...Object.fromEntries(nodes) } });
};

const at = (date: string): number => Date.parse(date) / 1000;
const CHANNEL = '/nix/var/nix/profiles/per-user/root/channels/nixos';

test.each([
  ['a release', { '/home/flake.lock': inputs({ nixpkgs: 'nixos-25.05' }) }, ['25.05', '25.05']],
  ['two releases', { '/home/flake.lock': inputs({ nixpkgs: 'nixos-25.05', old: 'nixos-24.11' }) }, ['24.11', '25.05']],
  ['a branch of development', { '/home/flake.lock': inputs({ nixpkgs: at('2025-08-20') }) }, ['25.05', '25.11']],
  ['one in the month of a release', { '/home/flake.lock': inputs({ nixpkgs: at('2025-11-20') }) }, ['25.05', '26.05']],
  ['one in winter', { '/home/flake.lock': inputs({ nixpkgs: at('2026-01-02') }) }, ['25.11', '26.05']],
  ['both', { '/home/flake.lock': inputs({ nixpkgs: 'nixos-25.05', unstable: at('2026-01-02') }) }, ['25.05', '26.05']],
  [
    'what is not known beside a release',
    { '/home/flake.lock': inputs({ nixpkgs: 'nixos-25.05', mine: 'my-branch' }) },
    undefined,
  ],
  ['npins', { '/home/npins/sources.json': '{"pins":{"nixpkgs":{"name":"nixos-25.11"}}}' }, ['25.11', '25.11']],
  ['niv', { '/home/hosts/nix/sources.json': '{"nixpkgs":{"branch":"release-24.11"}}' }, ['24.11', '24.11']],
  [
    'the nearest of them',
    {
      '/home/flake.lock': inputs({ nixpkgs: 'nixos-25.05' }),
      '/home/hosts/nix/sources.json': '{"nixpkgs":{"branch":"nixos-24.11"}}',
    },
    ['24.11', '24.11'],
  ],
  ['a channel, which is not for files elsewhere', { [`${CHANNEL}/.version`]: '25.05' }, undefined],
])('the releases of %s', (_name, files, expected) => {
  const range = expected === undefined ? undefined : { from: expected[0], to: expected[1] };
  expect(pinnedRelease(memoryFiles(files), '/home/hosts/web/default.nix').range).toEqual(range);
});

test.each([
  ['a release', '.802216.55d1f923c480', { from: '25.05', to: '25.05' }],
  ['a release to come', 'pre802216.55d1f923c480', { from: '24.11', to: '25.05' }],
])('the channel of the machine at %s', (_name, suffix, expected) => {
  const files = memoryFiles({ [`${CHANNEL}/.version`]: '25.05', [`${CHANNEL}/.version-suffix`]: suffix });
  expect(pinnedRelease(files, '/etc/nixos/configuration.nix').range).toEqual(expected);
});

test('without a lock file nothing is known', () => {
  expect(pinnedRelease(memoryFiles({}), '/home/web.nix').systemd).toBeUndefined();
});
