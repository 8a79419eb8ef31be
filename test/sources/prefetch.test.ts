import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../server/src/base/host';
import { formatHash, NIX32 } from '../../server/src/store/hash';
import { host, type SourceWorld, sourceWorld, withoutNix } from '../support/source-world';
import { tool } from '../support/tools';

const nixPrefetch = tool('nix-prefetch-url');
const newerPrefetch = tool('nix-prefetch-url-2.34');
const newerNix = tool('nix-2.34');
const nixHash = tool('nix-hash');
const tar = tool('tar');

let world: SourceWorld;
beforeAll(async () => {
  world = await sourceWorld({ repositories: false });
});
afterAll(() => world.close());

describe.skipIf(!nixPrefetch.available || !tar.available)(
  'the built-in fetch gives what nix-prefetch-url gives',
  () => {
    it.each([
      ['fetchurl { url = "URL/file.zim"; hash = ""; }'],
      ['builtins.fetchurl { url = "URL/file.zim"; }'],
      ['builtins.fetchurl "URL/moved"'],
      ['fetchurl { url = "URL/file.zim"; sha512 = ""; }'],
      ['fetchurl { url = "URL/file.zim"; sha1 = ""; }'],
      ['fetchurl { url = "URL/file.zim"; outputHashAlgo = "md5"; outputHash = ""; }'],
      ['fetchurl { urls = [ "URL/file.zim" ]; hash = "sha512-"; }'],
      ['fetchzip { url = "URL/pkg-1.0.tar.gz"; hash = ""; }'],
      ['builtins.fetchTarball { url = "URL/pkg-1.0.tar.gz"; }'],
      ['fetchCrate { registryDl = "URL/api/v1/crates"; pname = "demo"; version = "1.0.0"; hash = ""; }'],
      ['fetchurl { url = "file://FOLDER/tree/pkg-1.0/bin/x"; hash = ""; }'],
    ])('%s', async (text) => {
      const byTool = await world.fetched(text, host);
      expect(byTool.kind === 'hash' && byTool.command[0]).toBe('nix-prefetch-url');
      expect(world.summary(await world.fetched(text, withoutNix(host)))).toBe(world.summary(byTool));
    });

    it.skipIf(!newerNix.available).each([
      ['fetchurl { url = "URL/file.zim"; sha512 = ""; }', 'store'],
      ['fetchurl { url = "URL/file.zim"; executable = true; hash = ""; }', 'store'],
      ['fetchzip { url = "URL/pkg-1.0.tar.gz"; hash = ""; }', 'flake'],
    ])('%s by nix %s', async (text, subcommand) => {
      const wrapper = join(world.folder, 'nix-newer');
      writeFileSync(wrapper, `#!/bin/sh\nexec ${newerNix.argv.join(' ')} "$@"\n`, { mode: 0o755 });
      const onlyNix: Host = {
        ...host,
        run: (request) =>
          request.argv[0] === wrapper ? host.run(request) : Promise.resolve({ kind: 'missing', message: '' }),
      };
      const byTool = await world.fetched(text, onlyNix, { tools: { nix: wrapper } });
      expect(byTool.kind === 'hash' ? byTool.command : byTool.message).toContain(subcommand);
      expect(world.summary(await world.fetched(text, withoutNix(host)))).toBe(world.summary(byTool));
    });

    it.skipIf(!newerPrefetch.available)('also with the newer Nix', async () => {
      const wrapper = join(world.folder, 'nix-prefetch-url-newer');
      writeFileSync(wrapper, `#!/bin/sh\nexec ${newerPrefetch.argv.join(' ')} "$@"\n`, { mode: 0o755 });
      const text = 'fetchzip { url = "URL/pkg-1.0.tar.gz"; sha512 = ""; }';
      const byTool = await world.fetched(text, host, { tools: { 'nix-prefetch-url': wrapper } });
      expect(world.summary(await world.fetched(text, withoutNix(host)))).toBe(world.summary(byTool));
      expect(world.summary(byTool)).toMatch(/^sha512-/);
    });

    it('executable and recursive files are hashed as trees', async () => {
      writeFileSync(join(world.folder, 'script'), 'a plain file\n', { mode: 0o755 });
      for (const [attributes, mode] of [
        ['executable = true;', 0o755],
        ['recursiveHash = true;', 0o644],
      ] as const) {
        chmodSync(join(world.folder, 'script'), mode);
        const { stdout } = nixHash.run(['--type', 'sha256', '--base32', join(world.folder, 'script')]);
        const result = await world.fetched(
          `fetchurl { url = "URL/file.zim"; ${attributes} hash = ""; }`,
          withoutNix(host),
        );
        expect(result.kind === 'hash' && formatHash(result.hash, NIX32)).toBe(stdout.trim());
      }
    });

    it('a store that cannot be written to is passed over', async () => {
      process.env.NIX_REMOTE = 'dummy://';
      try {
        const result = await world.fetched('fetchurl { url = "URL/file.zim"; hash = ""; }', host);
        expect(result.kind === 'hash' && result.command[0]).toBe('download');
      } finally {
        process.env.NIX_REMOTE = world.remote;
      }
    });
  },
);
