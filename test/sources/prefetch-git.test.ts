import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatHash, NIX32 } from '../../server/src/store/hash';
import { gitIn } from '../support/repositories';
import { host, type SourceWorld, sourceWorld, withoutNix } from '../support/source-world';
import { tool } from '../support/tools';

const nixHash = tool('nix-hash');
const git = tool('git');

function pathsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.startsWith('nix-services-'));
}

let world: SourceWorld;
beforeAll(async () => {
  world = await sourceWorld({ repositories: git.available });
});
afterAll(() => world.close());

describe.skipIf(!git.available || !nixHash.available)('git without a Nix tool', () => {
  function checkedOut(options: readonly string[], keep: string): string {
    const target = mkdtempSync(join(world.folder, 'clone-'));
    gitIn(world.folder, 'clone', '-q', ...options, `file://${join(world.folder, 'outer')}`, target);
    execFileSync('find', [target, '-name', '.git', '-prune', '-exec', 'rm', '-rf', '{}', '+']);
    return nixHash.run(['--type', 'sha256', '--base32', join(target, keep)]).stdout.trim();
  }

  it.each([
    ['rev = "COMMIT";', ['--recurse-submodules'], ''],
    ['rev = "COMMIT"; fetchSubmodules = false;', [], ''],
    ['rev = "v1.0"; fetchSubmodules = false;', [], ''],
    ['tag = "v1.0"; fetchSubmodules = false;', [], ''],
    ['rev = "side"; fetchSubmodules = false;', [], ''],
    ['rev = "refs/heads/side"; fetchSubmodules = false;', [], ''],
    ['fetchSubmodules = false;', [], ''],
    ['rev = "COMMIT"; fetchSubmodules = false; rootDir = "sub";', [], 'sub'],
  ])('%s', async (attributes, options, keep) => {
    const result = await world.fetched(
      `fetchgit { url = "file://FOLDER/outer"; ${attributes} hash = ""; }`,
      withoutNix(host),
    );
    expect(result.kind === 'hash' ? formatHash(result.hash, NIX32) : result.message).toBe(checkedOut(options, keep));
    expect(pathsIn(join(world.folder, 'tmp'))).toEqual([]);
  });

  it('a shortened commit is found among all', async () => {
    const short = 'fetchgit { url = "file://FOLDER/outer"; fetchSubmodules = false; hash = ""; rev = ';
    const whole = await world.fetched(`${short} "COMMIT"; }`, withoutNix(host));
    expect(world.summary(await world.fetched(`${short} "${world.commit.slice(0, 10)}"; }`, withoutNix(host)))).toBe(
      world.summary(whole),
    );
  });

  it('takes a sparse checkout', async () => {
    const result = await world.fetched(
      'fetchgit { url = "file://FOLDER/outer"; rev = "COMMIT"; fetchSubmodules = false; sparseCheckout = [ "sub" ]; hash = ""; }',
      withoutNix(host),
    );
    const target = mkdtempSync(join(world.folder, 'sparse-'));
    gitIn(world.folder, 'clone', '-q', '--sparse', `file://${join(world.folder, 'outer')}`, target);
    gitIn(target, 'sparse-checkout', 'set', 'sub');
    rmSync(join(target, '.git'), { recursive: true });
    expect(result.kind === 'hash' && formatHash(result.hash, NIX32)).toBe(
      nixHash.run(['--type', 'sha256', '--base32', target]).stdout.trim(),
    );
  });

  it.each([
    ['url = "file://FOLDER/nowhere"; rev = "COMMIT";', /^unreachable: file:\/\/FOLDER\/nowhere: git: fatal: /],
    ['url = "file://FOLDER/outer"; rev = "nonsense";', /^unreachable: file:\/\/FOLDER\/outer: git: (fatal|error): /],
    ['url = "file://FOLDER/outer"; rev = "COMMIT"; rootDir = "link/x";', /^unreachable: /],
    [
      'url = "file://FOLDER/outer"; rev = "COMMIT"; leaveDotGit = true;',
      /^unsupported: nix-prefetch-git is not installed$/,
    ],
  ])('%s ends in one line', async (attributes, expected) => {
    const line = world.summary(await world.fetched(`fetchgit { ${attributes} hash = ""; }`, withoutNix(host)));
    expect(line).toMatch(expected);
    expect(line).not.toContain('\n');
    expect(pathsIn(join(world.folder, 'tmp'))).toEqual([]);
  });
});
