import type { Origin } from '../base/span';
import { Cell } from './cell';
import { BudgetSignal, UnknownSignal } from './errors';
import { enter, type Runtime } from './runtime';
import { sameValue } from './same';
import { isAttrs, isFunction, type Lazy, unknown, type Value } from './value';

/** The type of a method, which lets a thunk over any `E` stand where the `E` does not matter: compute and env come as a pair. */
type Compute<E> = { run(env: E, rt: Runtime): Value }['run'];

/** A suspended value. */
export class Thunk<E = unknown> extends Cell<Value> {
  constructor(
    rt: Runtime | undefined,
    private code: Compute<E> | undefined,
    private env: E | undefined,
    origin: Origin | undefined,
  ) {
    super(rt, origin);
  }

  /** A thunk that holds its value already: a literal that should keep its origin. */
  static done(value: Value, origin: Origin | undefined): Thunk {
    const thunk = new Thunk<unknown>(undefined, undefined, undefined, origin);
    thunk.hold(value);
    return thunk;
  }

  protected compute(rt: Runtime): Value {
    enter(rt);
    return (this.code as Compute<E>)(this.env as E, rt);
  }

  protected instead(signal: unknown): Value | undefined {
    return signal instanceof UnknownSignal ? signal.unknown : undefined;
  }

  protected isSame(before: Value, after: Value): boolean {
    return sameValue(before, after);
  }

  protected release(): void {
    this.code = undefined;
    this.env = undefined;
  }
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
