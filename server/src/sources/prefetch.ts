import type { Host, ProcessResult } from '../base/host';
import type { Hash } from '../store/hash';
import { buildHash } from './build-hash';
import { type Command, readOutput, type ToolName } from './command';
import { fetchBuiltIn } from './fetch-built-in';
import type { Plan } from './plan';
import { complaint } from './program-output';
import { DEFAULT_LIMITS, type UnpackLimits } from './unpack/limits';

export interface PrefetchOptions {
  readonly allowInsecure: boolean;
  /** For each program and each download. */
  readonly timeoutMs: number;
  /** Beyond this many bytes a download is given up. */
  readonly maxDownloadBytes: number;
  readonly unpack: UnpackLimits;
  /** Where programs lie, when not on PATH. */
  readonly tools: Readonly<Partial<Record<ToolName | 'git' | 'nix-instantiate' | 'nix-store', string>>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

export const DEFAULT_OPTIONS: PrefetchOptions = {
  allowInsecure: false,
  timeoutMs: 600_000,
  maxDownloadBytes: 4 * 2 ** 30,
  unpack: DEFAULT_LIMITS,
  tools: {},
};

export type PrefetchResult =
  | { readonly kind: 'hash'; readonly hash: Hash /** What was run. */; readonly command: readonly string[] }
  | { readonly kind: 'unreachable' | 'unsupported' | 'refused' | 'cancelled'; readonly message: string };

const MAX_OUTPUT = 2 ** 20;

export function argvOf({ tool, args }: Command, tools: PrefetchOptions['tools']): readonly [string, ...string[]] {
  return [tools[tool] ?? tool, ...args];
}

/** Complaints of Nix about its own store, or about what its version does not know, rather than about the source. */
const NOT_THE_SOURCE =
  /unrecogni[sz]ed flag|is unsupported|experimental Nix feature|opening lock file|could not set permissions on|cannot connect to (socket|daemon)|cannot open connection|creating directory ['"]?\/nix|not supported by store|remounting .*store|error: (SQLite|executing SQLite|opening database)|['"]\/nix\/(store|var)[^'"]*['"]: (Permission denied|Read-only|Operation not permitted|No such file)/;

type Attempt = PrefetchResult | { readonly kind: 'next'; readonly message: string };

function judged(command: Command, argv: readonly string[], result: ProcessResult): Attempt {
  switch (result.kind) {
    case 'missing':
      return { kind: 'next', message: `${command.tool} is not installed` };
    case 'cancelled':
    case 'refused':
      return { kind: result.kind, message: result.message };
    case 'timeout':
    case 'output-limit':
      return { kind: 'unreachable', message: result.message };
    case 'exit': {
      const hash = result.code === 0 ? readOutput(result.stdout, command.output) : undefined;
      if (hash !== undefined) return { kind: 'hash', hash, command: argv };
      const message = result.code === 0 ? `${command.tool} printed no hash` : complaint(command.tool, result.stderr);
      return { kind: NOT_THE_SOURCE.test(result.stderr) ? 'next' : 'unreachable', message };
    }
  }
}

async function runCommand(host: Host, command: Command, options: PrefetchOptions): Promise<Attempt> {
  const argv = argvOf(command, options.tools);
  options.onProgress?.(argv.join(' '));
  const result = await host.run({
    argv,
    timeoutMs: options.timeoutMs,
    maxOutputBytes: MAX_OUTPUT,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return judged(command, argv, result);
}

/**
 * Learns a pin's hash: by the first of the plan's programs that is installed, else without any. A program that complains about its store (none
 * that this user may write to) is passed over like one that is missing.
 */
export async function prefetch(plan: Plan, host: Host, options: PrefetchOptions): Promise<PrefetchResult> {
  const passedOver: string[] = [];
  for (const command of plan.commands) {
    const attempt = await runCommand(host, command, options);
    if (attempt.kind !== 'next') return attempt;
    passedOver.push(attempt.message);
  }
  if (plan.source.kind === 'package') return buildHash(plan.source, host, options);
  if (plan.builtIn) return fetchBuiltIn(plan, host, options);
  return { kind: 'unsupported', message: passedOver.join('; ') || 'no program fetches this source alone' };
}

const AT_ONCE = 2;

/** Prefetches several plans, two at a time; each result is told as it comes, and the answer has them in order. */
export async function prefetchAll(
  plans: readonly Plan[],
  host: Host,
  options: PrefetchOptions,
  onResult: (index: number, result: PrefetchResult) => void,
): Promise<readonly PrefetchResult[]> {
  const results = new Map<number, PrefetchResult>();
  const waiting = plans.entries();
  const worker = async (): Promise<void> => {
    for (const [index, plan] of waiting) {
      const result = await prefetch(plan, host, options);
      results.set(index, result);
      onResult(index, result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return plans.map((_, index) => results.get(index) ?? { kind: 'cancelled', message: 'cancelled' });
}
