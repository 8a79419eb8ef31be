import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { sri } from '../../server/src/store/hash';
import { gitIn } from '../support/repositories';
import { tool } from '../support/tools';
import { startClient } from './client';
import { type PinWorld, pinWorld, STALE } from './pin-world';

const git = tool('git');

let world: PinWorld;
beforeAll(async () => {
  world = await pinWorld();
});
afterAll(() => world.close());

describe('fixing hashes', () => {
  test('of one pin', async () => {
    const document = await world.open('{ a = fetchurl { url = "URL/a"; hash = ""; }; }');
    expect(await document.run('nixServices.hash.fix', { position: document.rangeAt('hash').start })).toBeNull();
    expect(document.text()).toBe(document.opened.replace('""', `"${sri(world.hashOf('a'))}"`));
  });

  test('of a whole file, each where it stands', async () => {
    const document = await world.open(`{
      a = fetchurl { url = "URL/a"; hash = ""; };
      twin = fetchurl { url = "URL/a"; hash = ""; };
      b = fetchurl { url = "URL/b"; hash = "STALE"; };
      c = fetchurl { url = "URL/c"; hash = "SRI-c"; };
      none = fetchurl { url = "URL/none"; hash = lib.fakeHash; };
      unknown = x: fetchurl { url = x; hash = ""; };
    }`);
    const message = await document.run('nixServices.hash.fixAll', {});
    expect(message).toBe(
      'failed: Hashes: 2 fixed, 1 right, 2 not fetched. fetchurl URL/none: URL/none answered with status 404',
    );
    const [head, tail] = document.opened.split('none =');
    const fixed = head?.replaceAll('""', `"${sri(world.hashOf('a'))}"`).replace(STALE, sri(world.hashOf('b')));
    expect(document.text()).toBe(`${fixed}none =${tail}`);
  });

  test('leaves a pin alone that was edited meanwhile', async () => {
    const document = await world.open('{ a = fetchurl { url = "URL/slow"; hash = ""; }; }');
    const asked = world.server.requests.length;
    const running = document.run('nixServices.hash.fixAll', {});
    await expect.poll(() => world.server.requests.length).toBeGreaterThan(asked);
    const { start, end } = document.rangeAt('slow');
    await world.client.change(document.uri, 2, start, end, 'other');
    // An answer says that the server has read what was sent before.
    await document.actions('hash');
    world.answerSlow();
    expect(await running).toBe('Hashes: 1 left alone.');
    expect(document.text()).toBe(document.opened);
  });

  test('is cancelled without a word', async () => {
    const document = await world.open('{ a = fetchurl { url = "URL/slow"; hash = ""; }; }');
    const asked = world.server.requests.length;
    const source = new CancellationTokenSource();
    const params = { command: 'nixServices.hash.fixAll', arguments: [{ uri: document.uri }] };
    const running = world.client.connection.sendRequest('workspace/executeCommand', params, source.token);
    await expect.poll(() => world.server.requests.length).toBeGreaterThan(asked);
    source.cancel();
    expect(await running).toBeNull();
  });
});

describe('checking hashes', () => {
  test('makes what does not fit a finding with the right hash', async () => {
    const document = await world.open(`{
      a = fetchurl { url = "URL/a"; hash = "SRI-a"; };
      b = fetchurl { url = "URL/b"; sha256 = "STALE"; };
      c = fetchurl { url = "URL/c"; hash = ""; };
    }`);
    const published = world.client.findings(document.uri);
    expect(await document.run('nixServices.pins.check', {})).toBe(
      'failed: Hashes: 1 fit, 1 stale, 1 without a real hash.',
    );
    const codes = (await published).diagnostics.map(({ code, message }) => [code, message]);
    expect(codes).toContainEqual(['stale-hash', `The source has another hash: ${sri(world.hashOf('b'))}.`]);
    const [fix] = await document.actions(STALE);
    expect(fix?.title).toBe(`Change to ${sri(world.hashOf('b'))}`);
    expect((await document.actions('""')).map(({ title }) => title)).toContain(`Change to ${sri(world.hashOf('c'))}`);
    expect(document.text()).toBe(document.opened);
  });

  test.skipIf(!git.available)('compares with the last commit as well', async () => {
    const text = world.filled('{ a = fetchurl { url = "URL/missing-1"; hash = "SRI-a"; }; }');
    const path = join(world.folder, 'committed/a.nix');
    mkdirSync(join(world.folder, 'committed'));
    writeFileSync(path, text);
    gitIn(join(world.folder, 'committed'), 'init', '-q');
    gitIn(join(world.folder, 'committed'), 'add', '-A');
    gitIn(join(world.folder, 'committed'), 'commit', '-q', '-m', 'one');
    const document = await world.open(text.replace('missing-1', 'missing-2'), { path });
    const published = world.client.findings(document.uri);
    await document.run('nixServices.pins.check', {});
    expect((await published).diagnostics.map(({ code }) => code)).toEqual(['stale-hash']);
  });
});

describe('a hash that a build told', () => {
  const log = (specified: string, got: string): string =>
    `error: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-a.drv':\n  specified: ${specified}\n  got:    ${got}\n`;
  const mismatch = (text: string, uris: readonly string[] = []): Promise<object[]> =>
    world.client.connection.sendRequest('nixServices/mismatch', { log: text, uris });

  test('becomes a finding of the pin it is about, and is written when asked for', async () => {
    const other = sri({ algorithm: 'sha256', digest: new Uint8Array(32).fill(7) });
    const document = await world.open(`{ a = fetchurl { url = "https://example.org/a"; hash = "${other}"; }; }`);
    const published = world.client.findings(document.uri);
    const place = { uri: document.uri, position: document.rangeAt(`"${other}"`).start, hash: STALE };
    expect(await mismatch(log(other, STALE))).toEqual([
      { ...place, label: expect.stringMatching(/^\d+\.nix:1: fetchurl https:\/\/example\.org\/a$/) },
    ]);
    expect((await published).diagnostics.map(({ code }) => code)).toEqual(['stale-hash']);
    expect(await document.run('nixServices.hash.write', place)).toBeNull();
    expect(document.text()).toBe(document.opened.replace(other, STALE));
  });

  test('is found in files that are not open', async () => {
    const other = sri({ algorithm: 'sha256', digest: new Uint8Array(32).fill(8) });
    const path = join(world.folder, 'closed.nix');
    writeFileSync(path, `\nfetchurl { url = "https://example.org/a"; hash = "${other}"; }`);
    const found = await mismatch(log(other, STALE), [`file://${path}`, 'file:///missing.nix']);
    expect(found).toMatchObject([
      { uri: `file://${path}`, position: { line: 1 }, label: 'closed.nix:2: fetchurl https://example.org/a' },
    ]);
    expect(await mismatch('no mismatch')).toEqual([]);
  });
});

test('nothing runs in a workspace that is not trusted', async () => {
  const untrusted = await startClient({ trusted: false });
  try {
    const document = await world.open('{ a = fetchurl { url = "URL/a"; hash = ""; }; }', { client: untrusted });
    const asked = world.server.requests.length;
    const range = document.rangeAt('hash');
    for (const [command, argument] of [
      ['nixServices.hash.fix', { position: range.start }],
      ['nixServices.hash.fixAll', {}],
      ['nixServices.pin.upgrade', { position: range.start }],
      ['nixServices.pins.check', {}],
      ['nixServices.pin.address', { range, clipboard: `${world.server.url}/a` }],
    ] as const) {
      expect(await document.run(command, argument)).toBe('failed: Sources are fetched in trusted workspaces only.');
    }
    expect(document.text()).toBe(document.opened);
    expect(world.server.requests.length).toBe(asked);
  } finally {
    await untrusted.stop();
  }
});
