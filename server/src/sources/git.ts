import type { Host, ProcessResult, TemporaryFolder } from '../base/host';
import type { PrefetchOptions, PrefetchResult } from './prefetch';
import { complaint } from './program-output';

export type Failure = Exclude<PrefetchResult, { readonly kind: 'hash' }>;

export interface GitPlace {
  /** A temporary folder: git's home and working directory. */
  readonly folder: string;
  /** Whether files kept by git-lfs are fetched. */
  readonly lfs: boolean;
}

/** Enough for the refs of the largest repositories. */
const MAX_OUTPUT = 2 ** 26;

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
  lfs: boolean,
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
    GIT_LFS_SKIP_SMUDGE: lfs ? undefined : '1',
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

/** Runs git, cut off from every configuration and protocol that is not allowed. */
export async function runGit(
  args: readonly string[],
  { folder, lfs }: GitPlace,
  host: Host,
  options: PrefetchOptions,
): Promise<{ readonly kind: 'output'; readonly stdout: string } | Failure> {
  const { signal, onProgress, timeoutMs, tools, allowInsecure } = options;
  const result = await host.run({
    argv: [tools.git ?? 'git', ...OWN_SETTINGS, ...args],
    cwd: folder,
    env: environment(folder, lfs, allowInsecure),
    timeoutMs,
    maxOutputBytes: MAX_OUTPUT,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  if (result.kind !== 'exit') return failed(result);
  return result.code === 0
    ? { kind: 'output', stdout: result.stdout }
    : { kind: 'unreachable', message: complaint('git', result.stderr) };
}

/** Does something with a temporary folder, and removes it whatever happens. */
export async function inTemporaryFolder<T>(
  host: Host,
  use: (folder: TemporaryFolder) => Promise<T>,
): Promise<T | Failure> {
  const folder = await host.temporaryFolder?.();
  if (folder === undefined)
    return { kind: 'unsupported', message: 'git needs a folder to write to, and there is none here' };
  try {
    return await use(folder);
  } finally {
    await folder.remove();
  }
}
