import type { AttrName, HasNode, SelectNode } from '../../syntax/node';
import { hasAttr, hasUnknown, memberOf, missing, trySelect } from '../attrs';
import { NixError, UnknownSignal } from '../errors';
import { expectPlainText, mismatch } from '../expect';
import type { Runtime } from '../runtime';
import { force } from '../thunk';
import { isAttrs, isUnknown, type Lazy, type Value } from '../value';
import type { Code, Compiler } from './compiler';
import type { Env, Scope } from './env';

/** A name of an attribute path: known, or computed. */
export type NameCode = string | ((env: Env, rt: Runtime) => string);

/** The name, if it is known from the text; `${"a"}` is. */
export function staticName(name: AttrName): string | undefined {
  if (name.kind === 'name') return name.name;
  if (name.expr.kind !== 'string') return undefined;
  const [part, ...rest] = name.expr.parts;
  if (rest.length > 0 || part?.kind === 'interpolation') return undefined;
  return part?.value ?? '';
}

function nameCode(name: AttrName, c: Compiler, scope: Scope | undefined): NameCode {
  const known = staticName(name);
  if (known !== undefined) return known;
  if (name.kind === 'name') return name.name;
  const code = c.code(name.expr, scope);
  const origin = c.origin(name);
  return (env, rt) => {
    const value = code(env, rt);
    if (isUnknown(value)) throw new UnknownSignal(value);
    try {
      const { text, holes } = expectPlainText(value);
      if (holes?.[0] !== undefined) throw new UnknownSignal(holes[0].unknown);
      return text;
    } catch (signal) {
      throw signal instanceof NixError ? signal.at(origin) : signal;
    }
  };
}

const nameOf = (name: NameCode, env: Env, rt: Runtime): string => (typeof name === 'string' ? name : name(env, rt));

export function selectCode(node: SelectNode, c: Compiler, scope: Scope | undefined): Code {
  const target = c.code(node.target, scope);
  const path = node.path.map((name) => ({ name: nameCode(name, c, scope), origin: c.origin(name) }));
  if (node.fallback !== undefined) return selectOr(target, path, c.code(node.fallback, scope));
  const [only] = path;
  if (path.length === 1 && only !== undefined) {
    return (env, rt) => selectValue(target(env, rt), nameOf(only.name, env, rt), only.origin);
  }
  return (env, rt) => {
    let value = target(env, rt);
    for (const { name, origin } of path) value = selectValue(value, nameOf(name, env, rt), origin);
    return value;
  };
}

type Step = { readonly name: NameCode; readonly origin: ReturnType<Compiler['origin']> };

function selectValue(target: Value, name: string, origin: Step['origin']): Value {
  if (isAttrs(target)) {
    const entry = target.entries.get(name);
    if (entry !== undefined) return force(entry.value);
    const found = trySelect(target, name);
    if (found === undefined) throw missing(target, name, origin);
    return force(found);
  }
  if (isUnknown(target)) return force(memberOf(target, name));
  throw mismatch('a set', target, origin);
}

/**
 * `target.path or fallback`: the fallback is taken where the attribute is known to be absent. What an open world may hold stays
 * unknown, for the fallback would be a silent guess.
 */
function selectOr(target: Code, path: readonly Step[], fallback: Code): Code {
  return (env, rt) => {
    let value = target(env, rt);
    for (const { name } of path) {
      const found = trySelect(value, nameOf(name, env, rt));
      if (found === undefined) return fallback(env, rt);
      value = force(found);
    }
    return value;
  };
}

/** `target ? path`: false on what is no set, a condition on what is not known. */
export function hasCode(node: HasNode, c: Compiler, scope: Scope | undefined): Code {
  const target = c.code(node.target, scope);
  const path = node.path.map((name) => nameCode(name, c, scope));
  return (env, rt) => {
    let value: Lazy = target(env, rt);
    for (let i = 0; i < path.length; i++) {
      const set: Value = force(value);
      const name = nameOf(path[i] as NameCode, env, rt);
      if (isUnknown(set)) return hasUnknown(set.why, name);
      if (!isAttrs(set)) return false;
      const has = hasAttr(set, name);
      if (has !== true) return has;
      if (i < path.length - 1) value = trySelect(set, name) ?? null;
    }
    return true;
  };
}
