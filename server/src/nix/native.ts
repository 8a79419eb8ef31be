import { UnknownSignal } from './errors';
import { enter, type Runtime } from './runtime';
import type { Func, Lazy, NativeCall, Value } from './value';

/**
 * A function written in TypeScript, curried. Its arguments come unforced; each call counts as a step; an unknown that it meets
 * where it needs a value is its result. Prints as a lambda, as the functions of nixpkgs do.
 */
export function native(name: string, arity: number, fn: (rt: Runtime, ...args: Lazy[]) => Value): Func {
  return make(name, arity, guard(fn), [], false);
}

/** A builtin: as `native`, but it prints as `<PRIMOP>`. */
export function primop(name: string, arity: number, fn: (rt: Runtime, ...args: Lazy[]) => Value): Func {
  return make(name, arity, guard(fn), [], true);
}

function make(name: string, arity: number, call: NativeCall['call'], held: readonly Lazy[], builtin: boolean): Func {
  return {
    kind: 'function',
    name,
    formals: undefined,
    ellipsis: false,
    primop: builtin,
    origin: undefined,
    native: { arity, held, call },
    apply: (rt, argument) => {
      const args = [...held, argument];
      return args.length === arity ? call(rt, args) : make(name, arity, call, args, builtin);
    },
  };
}

function guard(fn: (rt: Runtime, ...args: Lazy[]) => Value): NativeCall['call'] {
  return (rt, args) => {
    const depth = rt.depth;
    try {
      enter(rt);
      const value = fn(rt, ...args);
      rt.depth = depth;
      return value;
    } catch (signal) {
      rt.depth = depth;
      if (signal instanceof UnknownSignal) return signal.unknown;
      throw signal;
    }
  };
}
