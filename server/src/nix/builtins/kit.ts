import type { Origin } from '../../base/span';
import { apply } from '../apply';
import type { Runtime } from '../runtime';
import { originOf, Thunk } from '../thunk';
import type { Lazy, Value } from '../value';

export { primop } from '../native';

interface Call {
  readonly fn: Lazy;
  readonly args: readonly Lazy[];
}

const run = ({ fn, args }: Call, rt: Runtime): Value => apply(rt, fn, ...args);

/** A call that happens when its value is asked for; its origin is the function's, whose body makes the value. */
export function delayCall(
  rt: Runtime,
  fn: Lazy,
  args: readonly Lazy[],
  origin: Origin | undefined = originOf(fn),
): Lazy {
  return new Thunk<Call>(rt, run, { fn, args }, origin);
}
