import { BudgetSignal, NixError, UnknownSignal } from '../nix/errors';
import type { Runtime } from '../nix/runtime';
import { type Lazy, type Unknown, unknown } from '../nix/value';
import type { Elements } from './elements';
import type { Evaluate } from './evaluation';

/**
 * How a configuration of the open world is evaluated: errors are reported and the rest goes on, options that nothing declares
 * are unknown, and `enable` options are assumed.
 */
export interface OpenConfig {
  /** Set inside of an option that a file only adds to: what it does not declare is declared elsewhere. */
  readonly partial?: boolean;
  /** Files that modules import are left unread: they may declare and define anything. */
  readonly alone?: boolean;
  readonly report: (error: NixError) => void;
  readonly meet: (unknown: Unknown) => void;
  /** What an option that nothing at hand declares or defines has by default, or what is known below it. */
  readonly usual?: ((loc: readonly string[]) => Lazy | undefined) | undefined;
  /** Whether conditions that are false by default are taken to hold: of a module whose host is not at hand. */
  readonly hopeful?: (() => boolean) | undefined;
  /** What an `enable` option that a file declares, and that nothing defines, is taken to be. */
  readonly assume: (enable: Unknown, file: string) => boolean;
}

export interface ModuleContext {
  readonly rt: Runtime;
  /** What modules get as `lib`. */
  readonly lib: Lazy;
  /** How submodules are evaluated. */
  readonly evaluate: Evaluate;
  readonly open: OpenConfig | undefined;
  /** The elements of the option that is merged. */
  readonly elements?: Elements | undefined;
}

/** Steps that one definition or directive may take, so that an endless one leaves some for the others. */
export const SLICE = 5_000_000;

/** Whether what was assumed leaves no doubt: nothing, or one `enable` option, by which a module is looked at as if it were on. */
export function isCertainWith(assumed: readonly string[]): boolean {
  return assumed.length <= 1 && assumed.every((text) => /\.enable = (true|false)$/.test(text));
}

/** An infinite recursion that hangs on assumptions may be theirs, so what it was met in is merely unknown. */
function settled<T>({ recorder }: Runtime, compute: () => T): T {
  return recorder.watch((assumed) => {
    try {
      return compute();
    } catch (signal) {
      if (!(signal instanceof NixError) || signal.kind !== 'recursion' || isCertainWith(assumed())) throw signal;
      throw new UnknownSignal(unknown('infinite recursion where all that is assumed holds'));
    }
  });
}

/** Runs with at most so many steps of those that are left; what a part took that failed is not counted. */
export function sliced<T>(rt: Runtime, most: number, compute: () => T): T {
  const { steps, depth } = rt;
  const start = Math.max(steps, rt.limits.steps - most);
  rt.steps = start;
  let used = 0;
  try {
    const result = settled(rt, compute);
    used = rt.steps - start;
    return result;
  } finally {
    rt.steps = steps + used;
    rt.depth = depth;
  }
}

/** What stands for something that took too long. */
export function stopped({ resource }: BudgetSignal): Unknown {
  return unknown(`evaluation stopped: over its budget of ${resource}`);
}

/**
 * Runs `compute`; in the open world an error is reported, an unknown noted, and `fallback` stands in for the result. `instead` gives what
 * stands for something that took too long.
 */
export function tolerate<T>(ctx: ModuleContext, compute: () => T, fallback: T, instead?: (why: Unknown) => T): T {
  const { open, rt } = ctx;
  if (open === undefined) return compute();
  try {
    return sliced(rt, SLICE, compute);
  } catch (signal) {
    if (signal instanceof NixError) open.report(signal);
    else if (signal instanceof UnknownSignal) open.meet(signal.unknown);
    else if (signal instanceof BudgetSignal) {
      const why = stopped(signal);
      rt.recorder.pass();
      open.meet(why);
      return instead?.(why) ?? fallback;
    } else throw signal;
    return fallback;
  }
}
