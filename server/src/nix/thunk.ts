import type { Origin } from '../base/span';
import { BudgetSignal, NixError, UnknownSignal } from './errors';
import { enter, type Runtime } from './runtime';
import { isAttrs, isFunction, type Lazy, unknown, type Value } from './value';

const PENDING = 0;
const RUNNING = 1;
const DONE = 2;
const FAILED = 3;

/** The type of a method, which lets a thunk over any `E` stand where the `E` does not matter: compute and env come as a pair. */
type Compute<E> = { run(env: E, rt: Runtime): Value }['run'];

/** A suspended computation: the one mutable thing of the evaluator. Evaluated at most once. */
export class Thunk<E = unknown> {
  private state: 0 | 1 | 2 | 3 = PENDING;
  private result: Value | NixError = null;

  constructor(
    private rt: Runtime | undefined,
    private compute: Compute<E> | undefined,
    private env: E | undefined,
    /** The expression that makes the value. */
    readonly origin: Origin | undefined,
  ) {}

  /** A thunk that holds its value already: a literal that should keep its origin. */
  static done(value: Value, origin: Origin | undefined): Thunk {
    const thunk = new Thunk<unknown>(undefined, undefined, undefined, origin);
    thunk.state = DONE;
    thunk.result = value;
    return thunk;
  }

  force(): Value {
    if (this.state === DONE) return this.result as Value;
    if (this.state === FAILED) throw this.result;
    if (this.state === RUNNING) throw new NixError('recursion', 'infinite recursion encountered', this.origin);
    const rt = this.rt as Runtime;
    const depth = rt.depth;
    this.state = RUNNING;
    try {
      enter(rt);
      const value = (this.compute as Compute<E>)(this.env as E, rt);
      rt.depth = depth;
      return this.finish(value);
    } catch (signal) {
      rt.depth = depth;
      if (signal instanceof UnknownSignal) return this.finish(signal.unknown);
      if (signal instanceof NixError) throw this.fail(signal);
      this.state = PENDING;
      throw signal instanceof RangeError ? overflow(signal) : signal;
    }
  }

  /** The value if it was computed already. */
  peek(): Value | undefined {
    return this.state === DONE ? (this.result as Value) : undefined;
  }

  private fail(error: NixError): NixError {
    const placed = error.at(this.origin);
    if (error.kind === 'recursion') {
      this.state = PENDING;
    } else {
      this.state = FAILED;
      this.result = placed;
    }
    return placed;
  }

  private finish(value: Value): Value {
    this.state = DONE;
    this.result = value;
    this.rt = undefined;
    this.compute = undefined;
    this.env = undefined;
    return value;
  }
}

/** What an exhausted JavaScript engine says, as a budget: its stack, or the longest string it can hold. */
function overflow(error: RangeError): BudgetSignal {
  return new BudgetSignal(error.message.includes('call stack') ? 'depth' : 'output');
}

/** The value of a lazy one; throws `NixError` or `BudgetSignal`. An unknown is a value. */
export function force(lazy: Lazy): Value {
  return lazy instanceof Thunk ? lazy.force() : lazy;
}

/** Suspends a native computation. */
export function delay(rt: Runtime, compute: () => Value, origin?: Origin): Thunk {
  return new Thunk<unknown>(rt, compute, undefined, origin);
}

/** As `force`, but a budget that ran out gives an unknown that says so: for whoever starts an evaluation. */
export function forceOrUnknown(lazy: Lazy): Value {
  try {
    return force(lazy);
  } catch (signal) {
    if (signal instanceof UnknownSignal) return signal.unknown;
    if (signal instanceof BudgetSignal) return unknown(`evaluation stopped: over its budget of ${signal.resource}`);
    throw signal;
  }
}

/** The expression that made a lazy value, where known. */
export function originOf(lazy: Lazy): Origin | undefined {
  if (lazy instanceof Thunk) return lazy.origin;
  return isAttrs(lazy) || isFunction(lazy) ? lazy.origin : undefined;
}
