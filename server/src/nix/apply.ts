import type { Origin } from '../base/span';
import { describeWithKind } from './describe';
import { NixError } from './errors';
import { enter, type Runtime } from './runtime';
import { force } from './thunk';
import {
  type Attrs,
  type Func,
  isAttrs,
  isFunction,
  isUnknown,
  type Lazy,
  type Unknown,
  unknown,
  type Value,
} from './value';

/** Calls a function, a set with `__functor`, or something of the open world, with arguments one after another. */
export function apply(rt: Runtime, fn: Lazy, ...args: readonly Lazy[]): Value {
  return applyAll(rt, force(fn), args, undefined);
}

/** As `apply`; `origin` is the call's, for errors. */
export function applyAll(rt: Runtime, fn: Value, args: readonly Lazy[], origin: Origin | undefined): Value {
  let callee = fn;
  for (let i = 0; i < args.length; ) {
    const native = isFunction(callee) ? callee.native : undefined;
    const wanted = native === undefined ? 1 : native.arity - native.held.length;
    if (native !== undefined && wanted > 1 && wanted <= args.length - i) {
      const given =
        native.held.length === 0 && wanted === args.length ? args : [...native.held, ...args.slice(i, i + wanted)];
      callee = callNative(rt, native.call, given, origin);
      i += wanted;
    } else {
      callee = applyOne(rt, callee, args[i] as Lazy, origin);
      i++;
    }
  }
  return callee;
}

type Call = (rt: Runtime, args: readonly Lazy[]) => Value;

function callNative(rt: Runtime, call: Call, args: readonly Lazy[], origin: Origin | undefined): Value {
  try {
    return call(rt, args);
  } catch (signal) {
    throw signal instanceof NixError ? signal.at(origin) : signal;
  }
}

/** Calls with one argument. */
export function applyOne(rt: Runtime, callee: Value, argument: Lazy, origin: Origin | undefined): Value {
  if (isFunction(callee)) {
    return callee.native === undefined
      ? applyFunction(rt, callee, argument)
      : applyNative(rt, callee, argument, origin);
  }
  if (isUnknown(callee)) return applied(callee);
  if (isAttrs(callee)) {
    const functor = callee.entries.get('__functor')?.value;
    if (functor !== undefined) return applyAll(rt, force(functor), [callee, argument], origin);
    if (callee.open !== undefined) return applyOpen(rt, callee, argument);
  }
  throw new NixError(
    'type',
    `attempt to call something which is not a function but ${describeWithKind(callee)}`,
    origin,
  );
}

function applyFunction(rt: Runtime, fn: Func, argument: Lazy): Value {
  const depth = rt.depth;
  enter(rt);
  const value = fn.apply(rt, argument);
  rt.depth = depth;
  return value;
}

function applyNative(rt: Runtime, fn: Func, argument: Lazy, origin: Origin | undefined): Value {
  try {
    return fn.apply(rt, argument);
  } catch (signal) {
    throw signal instanceof NixError ? signal.at(origin) : signal;
  }
}

function applyOpen(rt: Runtime, { open }: Attrs, argument: Lazy): Value {
  if (open?.call !== undefined) return open.call(rt, argument);
  return unknown(`${open?.why ?? ''} …`);
}

/** What an unknown function gives. */
function applied({ why }: Unknown): Unknown {
  return unknown(why.endsWith(' …') ? why : `${why} …`);
}
