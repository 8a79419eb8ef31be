import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../server/src/base/host';
import { type Io, UsageError } from '../../server/src/cli/command';
import { type HashOptions, type ReadPins, runHash, runHashFromLog } from '../../server/src/cli/hash';
import { nodeHost } from '../../server/src/cli/host-node';
import { findPins } from '../../server/src/sources/pins';
import { digestOf } from '../../server/src/store/digest';
import { formatHash, NIX32, sri } from '../../server/src/store/hash';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';
import { type SourceServer, serveSources } from '../support/source-server';

const BODY = Buffer.from('the source\n');
const HASH = { algorithm: 'sha256', digest: digestOf('sha256', BODY) } as const;

let folder: string;
let server: SourceServer;
let parser: NixParser;
let io: Io;
let out: string[];

beforeAll(async () => {
  parser = await testParser();
  folder = mkdtempSync(join(tmpdir(), 'hash-'));
  server = await serveSources(new Map([['/a', BODY]]));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  out = [];
  const host = nodeHost({ trusted: true });
  const noTools: Host = {
    ...host,
    run: ({ argv }) => Promise.resolve({ kind: 'missing', message: `${argv[0]} was not found` }),
  };
  io = {
    out: (text) => out.push(text),
    err: () => undefined,
    stdin: () => '',
    cwd: folder,
    env: {},
    colour: false,
    host: noTools,
  };
});

const read: ReadPins = (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const pinsIn = (given: string) => findPins(parser.parse(given), `file://${join(folder, name)}`, () => undefined);
  return { name, text, pins: pinsIn(text), pinsIn };
};

function write(text: string): string {
  const filled = text
    .replaceAll('URL', server.url)
    .replaceAll('SRI', sri(HASH))
    .replaceAll('NIX32', formatHash(HASH, NIX32));
  writeFileSync(join(folder, 'a.nix'), filled);
  return filled;
}

function written(): string {
  return readFileSync(join(folder, 'a.nix'), 'utf8');
}

const OPTIONS: HashOptions = { mode: 'list', allowInsecure: true, json: false };

describe('hash', () => {
  it.each([
    ['fetchurl { url = "URL/a"; hash = "SRI"; }', 'ok', 0],
    ['fetchurl { url = "URL/a"; sha256 = "NIX32"; }', 'ok', 0],
    ['fetchurl { url = "URL/a"; hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; }', 'stale', 1],
    ['fetchurl { url = "URL/a"; hash = lib.fakeHash; }', 'placeholder', 1],
    ['fetchurl { url = "URL/a"; }', 'placeholder', 1],
    ['fetchurl { url = "URL/a"; sha256 = "oops"; }', 'malformed', 1],
    ['fetchurl { url = "URL/none"; hash = ""; }', 'unreachable', 1],
    ['x: fetchurl { url = x; hash = ""; }', 'unsupported', 1],
    ['buildGoModule { vendorHash = ""; }', 'unsupported', 1],
    ['builtins.fetchGit { url = "URL/a"; rev = "x"; }', 'ok', 0],
    ['{ }', undefined, 0],
  ])('--check of %s is %s', async (text, status, code) => {
    const before = write(text);
    expect(await runHash(['a.nix'], { ...OPTIONS, mode: 'check', json: true }, io, read)).toBe(code);
    const rows = JSON.parse(out.join('')) as { status: string; actual: string | null; command: string[] }[];
    expect(rows.map((row) => row.status)).toEqual(status === undefined ? [] : [status]);
    if (status === 'stale')
      expect(rows[0]).toMatchObject({ actual: sri(HASH), command: ['download', `${server.url}/a`] });
    expect(written()).toBe(before);
  });

  it('--check compares what it cannot fetch with the last commit', async () => {
    const committed = write('fetchurl { url = "URL/none-1"; hash = "SRI"; }');
    const git: Host = {
      ...io.host,
      run: async ({ argv }) =>
        argv[0] === 'git' ? { kind: 'exit', code: 0, stdout: committed, stderr: '' } : { kind: 'missing', message: '' },
    };
    write('fetchurl { url = "URL/none-2"; hash = "SRI"; }');
    expect(await runHash(['a.nix'], { ...OPTIONS, mode: 'check' }, { ...io, host: git }, read)).toBe(1);
    expect(out.join('')).toContain('stale: the source changed since the last commit and its hash did not');
  });

  it('lists without fetching', async () => {
    write('{ a = fetchurl { url = "URL/a"; hash = ""; }; b = fetchurl { url = "URL/a"; hash = "SRI"; }; }');
    const asked = server.requests.length;
    expect(await runHash(['a.nix'], OPTIONS, io, read)).toBe(0);
    expect(out.join('')).toBe(
      `a.nix:1: fetchurl ${server.url}/a: placeholder: the hash is a placeholder\na.nix:1: fetchurl ${server.url}/a: unchecked: well formed\n`,
    );
    expect(server.requests.length).toBe(asked);
  });

  it('--write edits the literals alone, in place, and says so', async () => {
    const before = write(
      '{\n  # a comment\n  a = fetchurl { url = "URL/a"; sha256 = "";  };\n  b = let h = lib.fakeHash; in fetchurl { url = "URL/a"; hash = h; };\n}\n',
    );
    chmodSync(join(folder, 'a.nix'), 0o600);
    expect(await runHash(['a.nix'], { ...OPTIONS, mode: 'write' }, io, read)).toBe(0);
    expect(written()).toBe(before.replace('""', `"${sri(HASH)}"`).replace('lib.fakeHash', `"${sri(HASH)}"`));
    expect(statSync(join(folder, 'a.nix')).mode & 0o777).toBe(0o600);
    expect(out).toEqual([
      `a.nix:3: fetchurl ${server.url}/a: sha256 is now ${sri(HASH)}\n`,
      `a.nix:4: fetchurl ${server.url}/a: hash is now ${sri(HASH)}\n`,
    ]);
  });

  it('--write of one line leaves the others', async () => {
    const before = write(
      '{\n  a = fetchurl { url = "URL/a"; hash = ""; };\n  b = fetchurl { url = "URL/a"; hash = "0"; };\n}\n',
    );
    expect(await runHash(['a.nix:3'], { ...OPTIONS, mode: 'write' }, io, read)).toBe(0);
    expect(written()).toBe(before.replace('"0"', `"${sri(HASH)}"`));
  });

  it('--write fails for what it could not make ok, and writes the rest', async () => {
    const before = write('[ (fetchurl { url = "URL/none"; hash = ""; }) (fetchurl { url = "URL/a"; hash = "0"; }) ]');
    expect(await runHash(['a.nix'], { ...OPTIONS, mode: 'write' }, io, read)).toBe(1);
    expect(written()).toBe(before.replace('"0"', `"${sri(HASH)}"`));
  });

  it('insecure sources need to be allowed', async () => {
    write('fetchurl { url = "URL/a"; hash = ""; }');
    expect(await runHash(['a.nix'], { ...OPTIONS, mode: 'check', allowInsecure: false }, io, read)).toBe(1);
    expect(out.join('')).toContain('only https: sources are fetched unless insecure ones are allowed');
  });

  it.each([
    [[], 'list', 'hash needs a file.'],
    [['a.nix:99'], 'list', 'a.nix: no source is pinned at line 99.'],
  ] as const)('%j ends in one line', async (given, mode, message) => {
    write('{ }');
    await expect(runHash(given, { ...OPTIONS, mode }, io, read)).rejects.toEqual(new UsageError(message));
  });

  it('a file that changed meanwhile is left alone', async () => {
    write('fetchurl { url = "URL/a"; hash = ""; }');
    const slow: ReadPins = (name) => {
      const file = read(name);
      writeFileSync(join(folder, name), '# other\n');
      return file;
    };
    await expect(runHash(['a.nix'], { ...OPTIONS, mode: 'write' }, io, slow)).rejects.toThrow('was changed meanwhile');
    expect(written()).toBe('# other\n');
  });
});

describe('hash --from-log', () => {
  const zero = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
  const log = `error: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-a-go-modules.drv':\n  specified: ${zero}\n  got: ${sri(HASH)}\n`;

  it('fills the pin that the log is about', () => {
    const before = write('buildGoModule { pname = "a"; vendorHash = ""; }');
    expect(runHashFromLog(log, ['a.nix'], io, read)).toBe(0);
    expect(written()).toBe(before.replace('""', `"${sri(HASH)}"`));
    expect(out).toEqual([`a.nix:1: a-go-modules: vendorHash is now ${sri(HASH)}\n`]);
  });

  it('touches nothing when no pin is meant', () => {
    const before = write('fetchurl { url = "URL/a"; hash = "SRI"; }');
    expect(runHashFromLog(log, ['a.nix'], io, read)).toBe(1);
    expect(written()).toBe(before);
  });

  it('is content with a log without mismatches', () => {
    write('{ }');
    expect(runHashFromLog('all is well', ['a.nix'], io, read)).toBe(0);
  });
});
