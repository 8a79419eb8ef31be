import { SLICE, sliced, stopped } from '../modules/context';
import { OptionError } from '../modules/errors';
import { BudgetSignal, type ErrorKind, NixError, UnknownSignal } from '../nix/errors';
import type { Runtime } from '../nix/runtime';
import type { Unknown } from '../nix/value';
import type { Problem } from './analysis';

/** What went wrong and what is not known, gathered over an analysis. */
export interface Collector {
  readonly report: (error: NixError) => void;
  readonly meet: (why: string) => void;
  readonly problems: () => readonly Problem[];
  readonly unknowns: () => readonly string[];
  /** The file whose problems alone are gathered; undefined: of all files. */
  readonly file?: string;
}

/** The code of what Nix does not take for an expression. */
export const SYNTAX_ERROR = 'syntax-error';

/** The code of the problem that a host was asked for that there is not. */
export const UNKNOWN_CONTEXT = 'unknown-context';

/** Errors that Nix finds before it evaluates have codes of their own. */
const CODES: Readonly<Partial<Record<ErrorKind, string>>> = { syntax: SYNTAX_ERROR, undefined: 'undefined-variable' };

/** Asked for a host that there is not. */
export class UnknownContextError extends NixError {
  constructor(message: string) {
    super('eval', message);
  }
}

function codeOf(error: NixError): string {
  if (error instanceof UnknownContextError) return UNKNOWN_CONTEXT;
  return error instanceof OptionError ? error.fault : (CODES[error.kind] ?? 'evaluation');
}

/** The error in one line, as a finding says it. */
function problemOf(error: NixError): Problem {
  const text = error instanceof OptionError ? (error.summary ?? error.message) : error.message;
  return { code: codeOf(error), message: text.trim(), origin: error.origin };
}

/** Gathers what is reported and not known, each once; what an assumption took back is not among it. */
export function collector({ recorder }: Runtime): Collector {
  const problems = recorder.scoped(() => new Map<string, Problem>());
  const unknowns = recorder.scoped(() => new Set<string>());
  return {
    report: (error) => {
      if (error instanceof OptionError && error.assumed) return;
      const problem = problemOf(error);
      const { origin } = problem;
      const key = `${problem.message}\n${origin?.uri}\n${origin?.start}`;
      recorder.perform(() => problems().set(key, problem));
    },
    meet: (why) => recorder.perform(() => unknowns().add(why)),
    problems: () => [...problems().values()],
    unknowns: () => [...unknowns()].sort(),
  };
}

/** Gathers the problems of one file alone. */
export function ofFile(to: Collector, uri: string): Collector {
  const report = (error: NixError): void => {
    if (error.origin?.uri === uri) to.report(error);
  };
  return { ...to, report, file: uri };
}

/**
 * Computes a part of an analysis. An error is reported, an unknown and an exceeded budget are noted; all of them leave the rest alone.
 * `instead` gives what stands for a part that took too long.
 */
export function attempt<T>(rt: Runtime, to: Collector, compute: () => T, instead?: (why: Unknown) => T): T | undefined {
  try {
    return sliced(rt, instead === undefined ? Number.POSITIVE_INFINITY : SLICE, compute);
  } catch (signal) {
    if (signal instanceof NixError) to.report(signal);
    else if (signal instanceof UnknownSignal) to.meet(signal.unknown.why);
    else if (signal instanceof BudgetSignal) {
      const why = stopped(signal);
      rt.recorder.pass();
      to.meet(why.why);
      return instead?.(why);
    } else throw signal;
    return undefined;
  }
}

/** Computes without failing or a report: undefined for what does not evaluate. */
export function quietly<T>(rt: Runtime, compute: () => T): T | undefined {
  const { depth } = rt;
  try {
    return compute();
  } catch (signal) {
    rt.depth = depth;
    if (signal instanceof NixError || signal instanceof UnknownSignal) return undefined;
    throw signal;
  }
}
