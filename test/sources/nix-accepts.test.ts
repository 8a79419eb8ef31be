import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../server/src/cli/command';
import { type HashOptions, type ReadPins, runHash, runHashFromLog } from '../../server/src/cli/hash';
import { nodeHost } from '../../server/src/cli/host-node';
import { findPins } from '../../server/src/sources/pins';
import { digestOf } from '../../server/src/store/digest';
import { fixedOutputPath } from '../../server/src/store/store-path';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';
import { type SourceServer, serveSources } from '../support/source-server';
import { type RunResult, tool } from '../support/tools';

const build = tool('nix-build');
const instantiate = tool('nix-instantiate');
const newer = tool('nix-instantiate-2.34');

const BODY = Buffer.from('a source\n');
let folder: string;
let server: SourceServer;
let parser: NixParser;
const saved: Record<string, string | undefined> = {};

beforeAll(async () => {
  parser = await testParser();
  folder = mkdtempSync(join(tmpdir(), 'accepts-'));
  mkdirSync(join(folder, 'tree/pkg'), { recursive: true });
  writeFileSync(join(folder, 'tree/pkg/file'), BODY);
  const archive = execFileSync('tar', ['-C', join(folder, 'tree'), '-cJf', '-', 'pkg']);
  server = await serveSources(
    new Map([
      ['/a.zim', BODY],
      ['/pkg.tar.xz', archive],
      ['/vendor', Buffer.from('vendored\n')],
    ]),
  );
  const env = {
    NIX_REMOTE: `local?root=${join(folder, 'root')}`,
    NIX_CONFIG: 'build-users-group =\nsandbox = false\nsubstituters =\n',
    NIX_PATH: `nixpkgs=${join(folder, 'nixpkgs')}`,
  };
  for (const [name, value] of Object.entries(env)) {
    saved[name] = process.env[name];
    process.env[name] = value;
  }
});

afterAll(async () => {
  for (const [name, value] of Object.entries(saved)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await server.close();
  execFileSync('chmod', ['-R', 'u+w', folder]);
  rmSync(folder, { recursive: true, force: true });
});

const OPTIONS: HashOptions = { mode: 'write', allowInsecure: true, json: false };

const read: ReadPins = (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const pinsIn = (given: string) => findPins(parser.parse(given), `file://${join(folder, name)}`, () => undefined);
  return { name, text, pins: pinsIn(text), pinsIn };
};

function terminal(): Io {
  return {
    out: () => undefined,
    err: () => undefined,
    stdin: () => '',
    cwd: folder,
    env: {},
    colour: false,
    host: nodeHost({ trusted: true }),
  };
}

/** Writes a file, has its hash fixed, and gives the text. */
async function fixed(text: string): Promise<string> {
  writeFileSync(join(folder, 'a.nix'), text.replaceAll('URL', server.url));
  expect(await runHash(['a.nix'], OPTIONS, terminal(), read)).toBe(0);
  return readFileSync(join(folder, 'a.nix'), 'utf8');
}

function built(): Promise<RunResult> {
  return build.start(['--no-out-link', join(folder, 'a.nix')]);
}

const digest = digestOf('sha256', BODY);
const path = (name: string, hash = { algorithm: 'sha256' as const, digest }) =>
  fixedOutputPath({ name, hash, mode: 'flat' });

describe.skipIf(!build.available || !instantiate.available)('Nix accepts the hashes that were written', () => {
  it('of a fixed-output derivation, which it refused before', async () => {
    const text = 'import <nix/fetchurl.nix> { url = "URL/a.zim"; sha256 = "HASH"; }';
    writeFileSync(join(folder, 'a.nix'), text.replace('URL', server.url).replace('HASH', '0'.repeat(52)));
    expect((await built()).stderr).toContain('hash mismatch in fixed-output derivation');
    await fixed(text.replace('HASH', ''));
    expect((await built()).stdout.trim()).toBe(path('a.zim'));
  });

  it('of a build log', async () => {
    writeFileSync(
      join(folder, 'a.nix'),
      `import <nix/fetchurl.nix> { url = "${server.url}/a.zim"; sha256 = "${'0'.repeat(52)}"; name = "from-log"; }`,
    );
    expect(runHashFromLog((await built()).stderr, ['a.nix'], terminal(), read)).toBe(0);
    expect((await built()).stdout.trim()).toBe(path('from-log'));
  });

  it.each([
    ['builtins.fetchurl { url = "URL/a.zim"; sha256 = ""; }'],
    ['builtins.fetchTarball { url = "URL/pkg.tar.xz"; sha256 = ""; }'],
    [`builtins.fetchTarball { url = "URL/pkg.tar.xz"; name = "named"; sha256 = "${'0'.repeat(52)}"; }`],
  ])('%s', async (text) => {
    await fixed(text);
    for (const nix of [instantiate, newer]) {
      if (!nix.available) continue;
      const { code, stderr } = await nix.start(['--eval', '--read-write-mode', join(folder, 'a.nix')]);
      expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    }
  });

  it('of what a package manager downloads, from a build under a hash of zeros', async () => {
    mkdirSync(join(folder, 'nixpkgs'), { recursive: true });
    writeFileSync(
      join(folder, 'nixpkgs/default.nix'),
      `{ }: rec {
        make = attrs: derivation attrs // { overrideAttrs = f: make (attrs // f attrs); };
        buildGoModule = args: { goModules = make {
          name = "demo-go-modules"; builder = "builtin:fetchurl"; system = "builtin"; url = "${server.url}/vendor"; unpack = false; executable = false;
          outputHashMode = "flat"; outputHashAlgo = if args.vendorHash == "" then "sha256" else null; outputHash = args.vendorHash;
        }; };
        callPackage = file: args: import file ({ inherit buildGoModule; } // args);
      }`,
    );
    const text = '{ buildGoModule }:\n\nbuildGoModule {\n  pname = "demo";\n  vendorHash = "";\n}\n';
    const sri = `sha256-${Buffer.from(digestOf('sha256', Buffer.from('vendored\n'))).toString('base64')}`;
    expect(await fixed(text)).toBe(text.replace('""', `"${sri}"`));
    const { stdout, stderr } = await build.start([
      '--no-out-link',
      '-E',
      `(import <nixpkgs> { }).callPackage ${join(folder, 'a.nix')} { }`,
      '-A',
      'goModules',
    ]);
    expect({ stdout: stdout.trim(), stderr }).toMatchObject({
      stdout: path('demo-go-modules', { algorithm: 'sha256', digest: digestOf('sha256', Buffer.from('vendored\n')) }),
    });
  });
});
