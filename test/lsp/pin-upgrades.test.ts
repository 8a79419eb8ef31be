import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE16, formatHash, NIX32, type Notation, SRI } from '../../server/src/store/hash';
import { narHash } from '../../server/src/store/nar';
import { gitIn } from '../support/repositories';
import { tool } from '../support/tools';
import { type PinWorld, pinWorld } from './pin-world';

const git = tool('git');

let world: PinWorld;
beforeAll(async () => {
  world = await pinWorld();
});
afterAll(() => world.close());

describe('actions on a pin', () => {
  test('write its hash in other notations', async () => {
    const document = await world.open(
      '{ a = fetchurl { url = "URL/a"; sha256 = "SRI-a"; }; b = fetchurl { url = "URL/a"; hash = "SRI-a"; }; }',
    );
    const edited = async (needle: string): Promise<Record<string, string | undefined>> =>
      Object.fromEntries(
        (await document.actions(needle))
          .filter(({ title }) => title.startsWith('Convert'))
          .map(({ title, edit }) => [title, edit?.changes?.[document.uri]?.[0]?.newText]),
      );
    expect(await edited('sha256 =')).toEqual({
      'Convert hash to base 32': `"${formatHash(world.hashOf('a'), NIX32)}"`,
      'Convert hash to hexadecimal': `"${formatHash(world.hashOf('a'), BASE16)}"`,
    });
    expect(await edited('hash =')).toEqual({
      'Convert hash to base 32': `"sha256:${formatHash(world.hashOf('a'), NIX32)}"`,
      'Convert hash to hexadecimal': `"sha256:${formatHash(world.hashOf('a'), BASE16)}"`,
    });
  });

  test.each([
    ['fetchgit { url = "URL/r"; rev = "v1"; hash = ""; }', ['Upgrade to the newest release']],
    [
      `fetchFromGitHub { owner = "o"; repo = "r"; rev = "${'a1'.repeat(20)}"; hash = ""; }`,
      ['Upgrade to the newest commit'],
    ],
    ['fetchFromGitHub { owner = "o"; repo = "r"; tag = "v1"; hash = ""; } # pin', []],
    ['fetchurl { url = "URL/r"; hash = ""; }', []],
  ])('%s', async (pin, expected) => {
    const document = await world.open(`{ a = ${pin}\n; }`);
    const titles = (await document.actions('hash')).map(({ title }) => title);
    expect(titles.filter((title) => title.startsWith('Upgrade'))).toEqual(expected);
  });
});

describe.skipIf(!git.available)('a repository', () => {
  let first: string;
  let last: string;
  const commit = (text: string, tag: string): string => {
    const repository = join(world.folder, 'lease-server.git');
    writeFileSync(join(repository, 'main.py'), text);
    gitIn(repository, 'add', '-A');
    gitIn(repository, 'commit', '-q', '-m', text);
    gitIn(repository, 'tag', tag);
    return gitIn(repository, 'rev-parse', 'HEAD');
  };
  const nar = (text: string, notation: Notation = SRI): string => {
    const contents = Buffer.from(text);
    const file = { kind: 'regular', executable: false, size: contents.length, contents } as const;
    const tree = { kind: 'directory', entries: new Map([['main.py', file]]) } as const;
    return formatHash(narHash(tree, 'sha256'), notation);
  };
  beforeAll(() => {
    mkdirSync(join(world.folder, 'lease-server.git'));
    gitIn(join(world.folder, 'lease-server.git'), 'init', '-q');
    first = commit('one', 'v1.9');
    last = commit('two', 'v1.10');
  });

  test('is upgraded in two lines, the revision and the hash', async () => {
    const document = await world.open(
      `{ pkgs, ... }: {\n  src = pkgs.fetchgit {\n    url = "REPOSITORY";\n    rev = "${first}";\n    sha256 = "${nar('one', NIX32)}";\n  };\n}\n`,
    );
    const position = document.rangeAt('rev').start;
    expect(await document.run('nixServices.pin.upgrade', { position })).toBe(`fetchgit REPOSITORY is now at ${last}.`);
    expect(document.text()).toBe(document.opened.replace(first, last).replace(nar('one', NIX32), nar('two', NIX32)));
    expect(await document.run('nixServices.pin.upgrade', { position })).toMatch(/there is no newer revision\.$/);
  });

  test('names what hangs on the upgraded source', async () => {
    const document = await world.open(
      `{ fetchgit, buildGoModule }: buildGoModule rec {\n  pname = "app";\n  version = "1.9";\n  src = fetchgit { url = "REPOSITORY"; rev = "v\${version}"; hash = ""; };\n  vendorHash = "STALE";\n}`,
    );
    const position = document.rangeAt('rev').start;
    expect(await document.run('nixServices.pin.upgrade', { position })).toMatch(
      / What hangs on it .*: buildGoModule app\.$/,
    );
    expect(document.text()).toBe(document.opened.replace('1.9', '1.10').replace('""', `"${nar('two')}"`));
  });

  test('is left where a comment holds it', async () => {
    const document = await world.open(`fetchgit { url = "REPOSITORY"; rev = "v1.9"; hash = ""; } # pin`);
    expect(await document.run('nixServices.pin.upgrade', { position: document.rangeAt('rev').start })).toMatch(
      /^failed: fetchgit .*: a "pin" comment holds this source at its revision$/,
    );
    expect(document.text()).toBe(document.opened);
  });

  test('is pinned at its newest commit', async () => {
    const document = await world.open(`{ pkgs, ... }:\n{\n  src = "REPOSITORY";\n}\n`);
    const range = document.rangeAt(world.filled('"REPOSITORY"'));
    expect(await document.run('nixServices.pin.address', { range })).toBeNull();
    const call = `pkgs.fetchgit {\n    url = "REPOSITORY";\n    rev = "${last}";\n    hash = "${nar('two')}";\n  }`;
    expect(document.text()).toBe(document.opened.replace(world.filled('"REPOSITORY"'), world.filled(call)));
  });
});

describe('pinning a URL', () => {
  test.each([
    ['{ pkgs, ... }: { src = "URL/a"; }', 'URL/a', '{ pkgs, ... }: { src = CALL; }', 'pkgs.'],
    ['{ pkgs }: [\n    URL/a\n]', 'URL/a', '{ pkgs }: [\n    (CALL)\n]', 'pkgs.'],
    [
      '{ stdenv, fetchurl }: stdenv.mkDerivation {\n  src = "";\n}',
      '"";',
      '{ stdenv, fetchurl }: stdenv.mkDerivation {\n  src = CALL;\n}',
      '',
    ],
  ])('%j', async (text, at, expected, prefix) => {
    const document = await world.open(text);
    const { start } = document.rangeAt(world.filled(at));
    const position = { line: start.line, character: start.character + 1 };
    const argument = { range: { start: position, end: position }, clipboard: ` ${world.server.url}/a\n` };
    expect(await document.run('nixServices.pin.address', argument)).toBeNull();
    const indent = /^ */.exec(expected.split('\n').find((line) => line.includes('CALL')) ?? '')?.[0] ?? '';
    const call = `${prefix}fetchurl {\n${indent}  url = "URL/a";\n${indent}  hash = "SRI-a";\n${indent}}`;
    expect(document.text()).toBe(world.filled(expected.replace('CALL', call)));
  });

  test('needs one', async () => {
    const document = await world.open('{ }');
    const argument = { range: document.rangeAt(' '), clipboard: '$(reboot)' };
    expect(await document.run('nixServices.pin.address', argument)).toMatch(/^failed: Select a URL/);
    expect(document.text()).toBe(document.opened);
  });
});
