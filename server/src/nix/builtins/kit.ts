import type { Origin } from '../../base/span';
import { apply, applyOne } from '../apply';
import type { Runtime } from '../runtime';
import { force, originOf, Thunk } from '../thunk';
import type { Lazy, Value } from '../value';

export { primop } from '../native';

interface Call {
  readonly fn: Lazy;
  readonly args: readonly Lazy[];
}

const run = ({ fn, args }: Call, rt: Runtime): Value => apply(rt, fn, ...args);

interface CallOne {
  readonly fn: Lazy;
  readonly argument: Lazy;
}

const runOne = ({ fn, argument }: CallOne, rt: Runtime): Value => applyOne(rt, force(fn), argument, undefined);

/** As `delayCall`, for one argument and many calls. */
export function delayCallOne(rt: Runtime, fn: Lazy, argument: Lazy, origin: Origin | undefined): Lazy {
  return new Thunk<CallOne>(rt, runOne, { fn, argument }, origin);
}

/** A call that happens when its value is asked for; its origin is the function's, whose body makes the value. */
export function delayCall(
  rt: Runtime,
  fn: Lazy,
  args: readonly Lazy[],
  origin: Origin | undefined = originOf(fn),
): Lazy {
  return new Thunk<Call>(rt, run, { fn, args }, origin);
}
