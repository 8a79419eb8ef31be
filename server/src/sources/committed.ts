import type { Host } from '../base/host';

const TIMEOUT_MS = 5_000;
const MAX_OUTPUT = 2 ** 24;

/** The text that a file has in the last commit of the repository around it; undefined where there is none, or no git. */
export async function committedText(path: string, host: Host, signal?: AbortSignal): Promise<string | undefined> {
  const slash = path.lastIndexOf('/');
  if (!path.startsWith('/') || slash === path.length - 1) return undefined;
  // `cat-file` runs no filter and no text conversion that the repository's configuration names.
  const result = await host.run({
    argv: ['git', '-C', path.slice(0, slash) || '/', 'cat-file', 'blob', `HEAD:./${path.slice(slash + 1)}`],
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_OUTPUT,
    ...(signal === undefined ? {} : { signal }),
  });
  return result.kind === 'exit' && result.code === 0 ? result.stdout : undefined;
}
