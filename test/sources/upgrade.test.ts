import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import type { Host } from '../../server/src/base/host';
import { nodeHost } from '../../server/src/cli/host-node';
import type { Pin } from '../../server/src/sources/pin';
import { findPins } from '../../server/src/sources/pins';
import { DEFAULT_OPTIONS } from '../../server/src/sources/prefetch';
import { newestRevision, parseRefs, type Ref, remoteOf, upgrade } from '../../server/src/sources/upgrade';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';
import { tool } from '../support/tools';

const git = tool('git');
const nixHash = tool('nix-hash');

let parser: NixParser;
beforeAll(async () => {
  parser = await testParser();
});

function pinIn(text: string): Pin {
  const [pin] = findPins(parser.parse(text), 'file:///a.nix', () => undefined);
  if (pin === undefined) throw new Error('no pin');
  return pin;
}

const OLD = 'a1'.repeat(20);
const NEW = 'b2'.repeat(20);

function refs(...tags: readonly string[]): readonly Ref[] {
  return [
    { name: 'HEAD', commit: NEW },
    { name: 'refs/heads/side', commit: 'c3'.repeat(20) },
    ...tags.map((tag) => ({ name: `refs/tags/${tag}`, commit: OLD })),
  ];
}

describe('the newest revision', () => {
  it.each([
    [`rev = "${OLD}";`, [], NEW],
    [`rev = "${NEW}";`, [], undefined],
    [`rev = "${OLD}"; branchName = "side";`, [], 'c3'.repeat(20)],
    ['rev = "v1.9.0";', ['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v1.10.0'],
    ['rev = "v1.10.0";', ['v1.9.0', 'v1.10.0'], undefined],
    ['rev = "v1.0";', ['v2.0-rc1', 'v2.0.0-beta.1', '3.0', 'release-4.0'], undefined],
    ['rev = "v1.0-rc1";', ['v1.0-rc2', 'v1.0-rc1'], 'v1.0-rc2'],
    ['rev = "release-1.0";', ['release-1.1', 'v9'], 'release-1.1'],
    ['tag = "2024.01";', ['2024.01', '2024.12', '2025.01'], '2025.01'],
    ['rev = "refs/tags/v1";', ['v1', 'v2'], 'refs/tags/v2'],
    ['rev = "main";', ['v1'], undefined],
  ])('%s among %j is %s', (attributes, tags, expected) => {
    expect(
      newestRevision(pinIn(`fetchgit { url = "https://a"; ${attributes} hash = ""; }`), refs(...tags))?.revision,
    ).toBe(expected);
  });

  it('reads what git ls-remote prints', () => {
    expect(parseRefs(`${NEW}\tHEAD\n${OLD}\trefs/tags/v1\n${NEW}\trefs/tags/v1^{}\nwarning\n`)).toEqual([
      { name: 'HEAD', commit: NEW },
      { name: 'refs/tags/v1', commit: NEW },
    ]);
  });

  it.each([
    ['fetchFromGitHub { owner = "o"; repo = "r"; rev = "a"; hash = ""; }', 'https://github.com/o/r.git'],
    [
      'fetchFromGitLab { group = "g"; owner = "o"; repo = "r"; domain = "gitlab.example"; rev = "a"; hash = ""; }',
      'https://gitlab.example/g/o/r.git',
    ],
    [
      'fetchFromGitea { domain = "git.example"; owner = "o"; repo = "r"; rev = "a"; hash = ""; }',
      'https://git.example/o/r.git',
    ],
    ['fetchFromCodeberg { owner = "o"; repo = "r"; rev = "a"; hash = ""; }', 'https://codeberg.org/o/r.git'],
    ['fetchFromSourcehut { owner = "~o"; repo = "r"; rev = "a"; hash = ""; }', 'https://git.sr.ht/~o/r'],
    ['fetchgit { url = "https://example.org/x"; hash = ""; }', 'https://example.org/x'],
    ['fetchurl { url = "https://example.org/x"; hash = ""; }', undefined],
  ])('%s asks %s', (text, expected) => {
    const remote = remoteOf(pinIn(text), { allowInsecure: false });
    expect(typeof remote === 'string' ? remote : undefined).toBe(expected);
  });
});

describe.skipIf(!git.available || !nixHash.available)('upgrading', () => {
  let folder: string;
  const host = nodeHost({ trusted: true });
  const withoutNix: Host = {
    ...host,
    run: (request) =>
      request.argv[0] === 'git' ? host.run(request) : Promise.resolve({ kind: 'missing', message: '' }),
  };

  function run(...args: readonly string[]): string {
    const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'init.defaultBranch=main'];
    return execFileSync('git', ['-C', join(folder, 'repo'), ...identity, ...args], { encoding: 'utf8' }).trim();
  }
  function commit(text: string, ...tags: readonly string[]): string {
    writeFileSync(join(folder, 'repo/file'), text);
    run('add', '-A');
    run('commit', '-q', '-m', text);
    for (const tag of tags) run('tag', '-a', '-m', tag, tag);
    return run('rev-parse', 'HEAD');
  }
  function nar(text: string): string {
    const tree = mkdtempSync(join(folder, 'tree-'));
    writeFileSync(join(tree, 'file'), text);
    return nixHash.run(['--type', 'sha256', '--base32', tree]).stdout.trim();
  }

  let first: string;
  let last: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
    mkdirSync(join(folder, 'repo'));
    run('init', '-q');
    first = commit('one', 'v1.9');
    commit('two', 'v1.10');
    last = commit('three');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function upgraded(text: string): Promise<string> {
    const filled = text.replaceAll('REPO', `file://${folder}/repo`).replaceAll('FIRST', first).replaceAll('LAST', last);
    const result = await upgrade(pinIn(filled), withoutNix, {
      ...DEFAULT_OPTIONS,
      allowInsecure: true,
      timeoutMs: 20_000,
    });
    return result.kind === 'upgraded' ? applyEdits(filled, result.edits) : `${result.kind}: ${result.message}`;
  }

  it('changes two lines, the revision and the hash', async () => {
    const before = `src = pkgs.fetchgit {\n  url = "REPO";\n  rev = "${first}";\n  sha256 = "${nar('one')}";\n};\n`;
    const after = before
      .replace('REPO', `file://${folder}/repo`)
      .replace(first, last)
      .replace(nar('one'), nar('three'));
    expect(await upgraded(`{ ${before} }`)).toBe(`{ ${after} }`);
  });

  it('edits a version where it is bound', async () => {
    const text = `let version = "1.9"; in fetchgit { url = "REPO"; rev = "v\${version}"; sha256 = "${nar('one')}"; }`;
    const expected = text
      .replace('REPO', `file://${folder}/repo`)
      .replace('"1.9"', '"1.10"')
      .replace(nar('one'), nar('two'));
    expect(await upgraded(text)).toBe(expected);
  });

  it.each([
    ['fetchgit { url = "REPO"; rev = "LAST"; hash = ""; }', 'newest: there is no newer revision'],
    [
      'fetchgit { url = "REPO"; rev = "FIRST"; hash = ""; } # pin',
      'unsupported: a "pin" comment holds this source at its revision',
    ],
    ['fetchgit { url = "REPO"; rev = "FIRS" + "T"; hash = ""; }', 'newest: there is no newer revision'],
    [
      'let r = "FIRST"; in fetchgit { url = "REPO"; rev = "" + r; hash = ""; }',
      /^unsupported: [0-9a-f]{40} is newer, and where rev is written cannot be told$/,
    ],
    ['fetchurl { url = "https://example.org/a"; hash = ""; }', /^unsupported: fetchurl names no repository/],
    ['fetchgit { url = "REPO/none"; rev = "FIRST"; hash = ""; }', /^unreachable: git: fatal: /],
  ])('%s', async (text, expected) => {
    expect(await upgraded(text)).toMatch(expected);
  });
});
