import { NixError, UnknownSignal } from '../nix/errors';
import type { Runtime } from '../nix/runtime';
import type { Lazy, Unknown } from '../nix/value';
import type { Evaluate } from './evaluation';

/**
 * How a configuration of the open world is evaluated: errors are reported and the rest goes on, options that nothing declares
 * are unknown, and `enable` options are assumed.
 */
export interface OpenConfig {
  readonly report: (error: NixError) => void;
  readonly meet: (unknown: Unknown) => void;
  /** Whether an `enable` option declared in this file is assumed true where nothing defines it. */
  readonly assumes: (file: string) => boolean;
  /** Decides such an option, and remembers it. */
  readonly assume: (enable: Unknown) => boolean;
}

export interface ModuleContext {
  readonly rt: Runtime;
  /** What modules get as `lib`. */
  readonly lib: Lazy;
  /** How submodules are evaluated. */
  readonly evaluate: Evaluate;
  readonly open: OpenConfig | undefined;
}

/** Runs `compute`; in the open world an error is reported, an unknown noted, and `fallback` stands in for the result. */
export function tolerate<T>(ctx: ModuleContext, compute: () => T, fallback: T): T {
  if (ctx.open === undefined) return compute();
  const { depth } = ctx.rt;
  try {
    return compute();
  } catch (signal) {
    ctx.rt.depth = depth;
    if (signal instanceof NixError) ctx.open.report(signal);
    else if (signal instanceof UnknownSignal) ctx.open.meet(signal.unknown);
    else throw signal;
    return fallback;
  }
}
