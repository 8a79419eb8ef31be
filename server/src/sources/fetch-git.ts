import type { Host, TemporaryFolder } from '../base/host';
import type { Algorithm } from '../store/digest';
import { streamedNarHash } from '../store/nar';
import { type Failure, inTemporaryFolder, runGit } from './git';
import type { PrefetchOptions, PrefetchResult } from './prefetch';
import type { GitSource } from './source';

/** A step of git's; a later step is a second way when an earlier one fails. */
type Step = readonly (readonly string[])[];

const REPOSITORY = 'source';
const DOT_GIT: ReadonlySet<string> = new Set(['.git']);

/** A branch, tag or commit as git's own commands take it once all refs are there. */
function anywhere(rev: string): readonly string[] {
  return [rev, `refs/remotes/origin/${rev.replace(/^refs\/heads\//, '')}`, `refs/tags/${rev}`];
}

/** The steps to the checkout that fetchgit would make. A single revision is fetched where the server gives it, else everything. */
export function gitSteps(source: GitSource): readonly Step[] {
  const { url, rev } = source;
  const sparse =
    source.sparseCheckout.length > 0 ? source.sparseCheckout : source.rootDir === '' ? [] : [source.rootDir];
  const shallow = source.deepClone
    ? []
    : [['fetch', '--quiet', '--no-tags', '--depth=1', 'origin', `${rev}:refs/pinned`]];
  const everything = ['fetch', '--quiet', '--tags', 'origin', '+refs/heads/*:refs/remotes/origin/*'];
  const submodules = ['submodule', '--quiet', 'update', '--init', '--recursive', '--checkout'];
  return [
    [['init', '--quiet']],
    [['remote', 'add', 'origin', url]],
    ...(source.lfs ? [[['lfs', 'install', '--local']]] : []),
    ...(sparse.length > 0
      ? [[['sparse-checkout', 'set', source.nonConeMode ? '--no-cone' : '--cone', ...sparse]]]
      : []),
    [...shallow, everything],
    [
      ['checkout', '--quiet', '--detach', 'refs/pinned'],
      ...anywhere(rev).map((name) => ['checkout', '--quiet', '--detach', name]),
    ],
    ...(source.submodules ? [[[...submodules, '--depth=1'], submodules]] : []),
  ];
}

async function runStep(
  step: Step,
  folder: string,
  source: GitSource,
  host: Host,
  options: PrefetchOptions,
): Promise<Failure | undefined> {
  let problem: Failure | undefined;
  for (const args of step) {
    const initial = args[0] === 'init';
    const at = initial ? folder : `${folder}/${REPOSITORY}`;
    const result = await runGit(
      ['-C', at, ...args, ...(initial ? [REPOSITORY] : [])],
      { folder, lfs: source.lfs },
      host,
      options,
    );
    if (result.kind === 'output') return undefined;
    if (result.kind !== 'unreachable') return result;
    problem = { kind: 'unreachable', message: `${source.url}: ${result.message}` };
  }
  return problem;
}

async function checkout(
  source: GitSource,
  folder: TemporaryFolder,
  algorithm: Algorithm,
  host: Host,
  options: PrefetchOptions,
): Promise<PrefetchResult> {
  for (const step of gitSteps(source)) {
    const failure = await runStep(step, folder.path, source, host, options);
    if (failure !== undefined) return failure;
  }
  const below = source.rootDir === '' ? REPOSITORY : `${REPOSITORY}/${source.rootDir}`;
  try {
    const hash = await streamedNarHash(await folder.tree(below, DOT_GIT), algorithm, options.signal);
    return { kind: 'hash', hash, command: ['git', 'fetch', source.url, source.rev] };
  } catch (error) {
    if (options.signal?.aborted) return { kind: 'cancelled', message: 'cancelled' };
    return { kind: 'unreachable', message: `${source.url}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Clones with git into a temporary folder and hashes the tree there without `.git`, as nix-prefetch-git does. */
export async function fetchGit(
  source: GitSource,
  algorithm: Algorithm,
  host: Host,
  options: PrefetchOptions,
): Promise<PrefetchResult> {
  return inTemporaryFolder(host, (folder) => checkout(source, folder, algorithm, host, options));
}
