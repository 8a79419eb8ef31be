import type { Origin, Span } from '../../base/span';
import { getAttr, memberOf } from '../attrs';
import { NixError } from '../errors';
import { mismatch } from '../expect';
import { placeValue } from '../place';
import type { Runtime } from '../runtime';
import { force, Thunk } from '../thunk';
import { type Attrs, isAttrs, isUnknown, type Lazy, type Value } from '../value';
import type { Code, Compiler, LazyCode } from './compiler';
import { ancestor, type Env, resolve, type Scope } from './env';

/** A variable's lazy value. Slots of the scope that is being filled may be empty still: then it is asked for later. */
export function variableLazy(name: string, span: Span, c: Compiler, scope: Scope | undefined): LazyCode {
  const binding = resolve(scope, name);
  if (binding.kind === 'slot') {
    const { level, index } = binding;
    const origin = c.origin(span);
    const later = slotCode(level, index);
    return (env, rt) => {
      const value = ancestor(env, level).slots[index];
      return value === undefined ? new Thunk(rt, later, env, origin) : value;
    };
  }
  const known = c.global(name);
  const origin = c.origin(span);
  if (known !== undefined) {
    const placed = isConstant(known) ? Thunk.done(known, origin) : known;
    return () => placed;
  }
  const code = freeCode(name, binding.withs, origin, c);
  return (env, rt) => new Thunk(rt, code, env, origin);
}

/** `true`, `false` and `null` are variables, but stand where a literal would: findings need their place. */
function isConstant(value: Lazy): value is boolean | null {
  return value === null || typeof value === 'boolean';
}

export function variableCode(name: string, span: Span, c: Compiler, scope: Scope | undefined): Code {
  const binding = resolve(scope, name);
  if (binding.kind === 'slot') return slotCode(binding.level, binding.index);
  const known = c.global(name);
  if (known !== undefined) return () => force(known);
  return freeCode(name, binding.withs, c.origin(span), c);
}

/** `__curPos`: where it stands; null in a text without a file. */
export function placeCode(span: Span, c: Compiler): Code {
  const origin = c.origin(span);
  return (_env, rt) => placeValue(rt.place(origin));
}

function slotCode(level: number, index: number): Code {
  if (level === 0) return (env) => force(env.slots[index] as Lazy);
  if (level === 1) return (env) => force((env.up as Env).slots[index] as Lazy);
  return (env) => force(ancestor(env, level).slots[index] as Lazy);
}

function freeCode(name: string, withs: readonly number[], origin: Origin, c: Compiler): Code {
  const missing = new NixError('undefined', `undefined variable '${name}'`, origin);
  if (withs.length === 0) return c.report(missing);
  return (env, rt) => {
    const found = lookUp(name, withs, env, rt);
    if (found === undefined) throw missing;
    return force(found);
  };
}

/**
 * Looks in the `with`s around, innermost first. A set that is open answers only where no set of them is known to hold the name, so
 * that `with lib; with pkgs; mkIf` is lib's.
 */
function lookUp(name: string, withs: readonly number[], env: Env, _rt: Runtime): Lazy | undefined {
  let open: (() => Lazy) | undefined;
  for (const level of withs) {
    const scope = force(ancestor(env, level).slots[0] as Lazy);
    if (isUnknown(scope)) {
      open ??= () => memberOf(scope, name);
      continue;
    }
    const set = expectScope(scope);
    const entry = set.entries.get(name);
    if (entry !== undefined) return entry.value;
    const exists = set.open === undefined ? false : set.open.has?.(name);
    if (exists === true) return getAttr(set, name);
    if (exists === undefined) open ??= () => set.open?.get(name) ?? null;
  }
  return open?.();
}

function expectScope(value: Value): Attrs {
  if (isAttrs(value)) return value;
  throw mismatch('a set', value);
}
