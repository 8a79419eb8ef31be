import type { Origin } from '../base/span';
import type { Unknown } from './value';

/** Kinds of evaluation errors; `tryEval` catches `throw` and `assert` alone, as in Nix. */
export type ErrorKind =
  | 'throw'
  | 'assert'
  | 'abort'
  | 'type'
  | 'missing'
  | 'undefined'
  | 'recursion'
  | 'syntax'
  | 'eval';

/**
 * An evaluation error, in Nix's words. Not an `Error`: it is control flow, thrown often (`tryEval`, `or`), and a JavaScript stack
 * would cost much and tell nothing.
 */
export class NixError {
  constructor(
    readonly kind: ErrorKind,
    readonly message: string,
    readonly origin?: Origin,
    /** What `builtins.addErrorContext` added, innermost first. */
    readonly notes: readonly string[] = [],
  ) {}

  /** The same error at the given expression, unless its place is known already. */
  at(origin: Origin | undefined): NixError {
    return this.origin !== undefined || origin === undefined
      ? this
      : new NixError(this.kind, this.message, origin, this.notes);
  }
}

/** Thrown by a native that met an unknown where it needs a value; the nearest boundary turns it into that unknown. */
export class UnknownSignal {
  constructor(readonly unknown: Unknown) {}
}

/** Thrown when a budget is exceeded; only whoever started the evaluation catches it. */
export class BudgetSignal {
  constructor(readonly resource: 'steps' | 'depth' | 'output' | 'time') {}
}
