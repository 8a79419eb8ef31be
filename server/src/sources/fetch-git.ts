import type { Host, ProcessResult, TemporaryFolder } from '../base/host';
import type { Algorithm } from '../store/digest';
import { streamedNarHash } from '../store/nar';
import type { PrefetchOptions, PrefetchResult } from './prefetch';
import type { GitSource } from './source';

type Failure = Exclude<PrefetchResult, { readonly kind: 'hash' }>;

/** A step of git's; a later step is a second way when an earlier one fails. */
type Step = readonly (readonly string[])[];

const REPOSITORY = 'source';
const MAX_OUTPUT = 2 ** 20;
const DOT_GIT: ReadonlySet<string> = new Set(['.git']);

/** Variables by which a surrounding git would lead this one elsewhere. */
const INHERITED = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_CONFIG_PARAMETERS',
  'GIT_CONFIG_COUNT',
  'GIT_EXTERNAL_DIFF',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_PROXY_COMMAND',
  'GIT_TEMPLATE_DIR',
];

/** git as a build sees it: no configuration of the user's or the machine's, no questions, no hooks, the allowed protocols only. */
function environment(
  folder: string,
  source: GitSource,
  allowInsecure: boolean,
): Readonly<Record<string, string | undefined>> {
  return {
    ...Object.fromEntries(INHERITED.map((name) => [name, undefined])),
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'true',
    GIT_ALLOW_PROTOCOL: allowInsecure ? 'https:http:git:file' : 'https',
    GIT_LFS_SKIP_SMUDGE: source.lfs ? undefined : '1',
    LC_ALL: 'C',
  };
}

const OWN_SETTINGS = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.autocrlf=false',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'advice.detachedHead=false',
  '-c',
  'gc.auto=0',
  '-c',
  'init.defaultBranch=main',
];

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

function failed(result: Exclude<ProcessResult, { readonly kind: 'exit' }>): Failure {
  switch (result.kind) {
    case 'missing':
      return { kind: 'unsupported', message: 'git is not installed' };
    case 'cancelled':
    case 'refused':
      return { kind: result.kind, message: result.message };
    default:
      return { kind: 'unreachable', message: result.message };
  }
}

function complaint(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).map((line) => line.trim());
  return (
    lines.findLast((line) => /^(fatal|error):/.test(line)) ??
    lines.findLast((line) => line !== '') ??
    'git failed without a word'
  ).slice(0, 300);
}

async function runStep(
  step: Step,
  folder: string,
  source: GitSource,
  host: Host,
  options: PrefetchOptions,
): Promise<Failure | undefined> {
  const { signal, onProgress, timeoutMs, tools } = options;
  let problem: Failure | undefined;
  for (const args of step) {
    const at = args[0] === 'init' ? folder : `${folder}/${REPOSITORY}`;
    const target = args[0] === 'init' ? [REPOSITORY] : [];
    const result = await host.run({
      argv: [tools.git ?? 'git', '-C', at, ...OWN_SETTINGS, ...args, ...target],
      cwd: folder,
      env: environment(folder, source, options.allowInsecure),
      timeoutMs,
      maxOutputBytes: MAX_OUTPUT,
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    if (result.kind !== 'exit') return failed(result);
    if (result.code === 0) return undefined;
    problem = { kind: 'unreachable', message: `${source.url}: ${complaint(result.stderr)}` };
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
  const folder = await host.temporaryFolder?.();
  if (folder === undefined)
    return { kind: 'unsupported', message: 'git needs a folder to write to, and there is none here' };
  try {
    return await checkout(source, folder, algorithm, host, options);
  } finally {
    await folder.remove();
  }
}
