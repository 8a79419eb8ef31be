import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../server/src/base/host';
import { host, type SourceWorld, sourceWorld } from '../support/source-world';

let world: SourceWorld;
beforeAll(async () => {
  world = await sourceWorld({ repositories: false });
});
afterAll(() => world.close());

describe('tools that Debian does not have are called as documented', () => {
  function standIn(name: string, output: string): string {
    const path = join(world.folder, name);
    writeFileSync(
      path,
      `#!/bin/sh\nfor a in "$@"; do printf '%s\\0' "$a"; done > '${path}.args'\ncat <<'OUTPUT'\n${output}\nOUTPUT\n`,
      { mode: 0o755 },
    );
    return path;
  }
  const hash = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
  const nix32 = '0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73';

  it.each([
    [
      'fetchgit { url = "https://example.org/a"; rev = "v1"; hash = ""; }',
      'nix-prefetch-git',
      `{ "url": "https://example.org/a", "rev": "x", "sha256": "${nix32}", "fetchSubmodules": true }`,
      ['--quiet', '--fetch-submodules', '--hash', 'sha256', '--url', 'https://example.org/a', '--rev', 'v1'],
    ],
    [
      'fetchFromGitHub { owner = "o"; repo = "r"; tag = "v1"; leaveDotGit = true; fetchLFS = true; sparseCheckout = [ "a" "b" ]; nonConeMode = true; rootDir = "a"; hash = ""; }',
      'nix-prefetch-git',
      `{ "sha256": "${nix32}", "hash": "${hash}" }`,
      [
        '--quiet',
        '--leave-dotGit',
        '--fetch-lfs',
        '--sparse-checkout',
        'a\nb',
        '--non-cone-mode',
        '--root-dir',
        'a',
        '--hash',
        'sha256',
        '--url',
        'https://github.com/o/r.git',
        '--rev',
        'refs/tags/v1',
      ],
    ],
    [
      'fetchhg { url = "https://example.org/a"; rev = "1.0"; hash = ""; }',
      'nurl',
      hash,
      ['--hash', '--fetcher', 'fetchhg', 'https://example.org/a', '1.0'],
    ],
    [
      'fetchsvn { url = "https://example.org/a"; rev = "12"; hash = ""; }',
      'nix-prefetch-svn',
      `${nix32}\n/nix/store/x`,
      ['https://example.org/a', '12'],
    ],
    [
      'dockerTools.pullImage { imageName = "nixos/nix"; imageDigest = "sha256:DIGEST"; finalImageTag = "2"; hash = ""; }'.replace(
        'DIGEST',
        'ab'.repeat(32),
      ),
      'nix-prefetch-docker',
      `{ "hash": "${hash}" }`,
      [
        '--json',
        '--quiet',
        '--image-name',
        'nixos/nix',
        '--image-digest',
        `sha256:${'ab'.repeat(32)}`,
        '--os',
        'linux',
        '--final-image-name',
        'nixos/nix',
        '--final-image-tag',
        '2',
      ],
    ],
  ] as const)('%s', async (text, name, output, args) => {
    const path = standIn(name, output);
    const onlyThat: Host = {
      ...host,
      run: (request) =>
        request.argv[0] === path ? host.run(request) : Promise.resolve({ kind: 'missing', message: '' }),
    };
    expect(world.summary(await world.fetched(text, onlyThat, { tools: { [name]: path } }))).toBe(hash);
    expect(readFileSync(`${path}.args`, 'utf8').split('\0').slice(0, -1)).toEqual(args);
  });
});
