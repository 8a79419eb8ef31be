import type { Origin } from '../../base/span';
import type { AssertNode, IfNode, ListNode, WithNode } from '../../syntax/node';
import { NixError } from '../errors';
import { mismatch } from '../expect';
import type { Runtime } from '../runtime';
import { checkItems } from '../runtime';
import { isUnknown, type Lazy, list, type Value } from '../value';
import type { Code, Compiler } from './compiler';
import { Env, type Scope } from './env';

/** A condition; an unknown one is decided by the run's assumptions. */
function decide(value: Value, rt: Runtime, origin: Origin): boolean {
  if (typeof value === 'boolean') return value;
  if (isUnknown(value)) return rt.assumptions.decide(value);
  throw mismatch('a Boolean', value, origin);
}

export function ifCode(node: IfNode, c: Compiler, scope: Scope | undefined): Code {
  const condition = c.code(node.condition, scope);
  const consequent = c.code(node.consequent, scope);
  const alternative = c.code(node.alternative, scope);
  const origin = c.origin(node.condition);
  return (env, rt) => (decide(condition(env, rt), rt, origin) ? consequent(env, rt) : alternative(env, rt));
}

/** An assertion on something unknown is taken to hold. */
export function assertCode(node: AssertNode, c: Compiler, scope: Scope | undefined): Code {
  const condition = c.code(node.condition, scope);
  const body = c.code(node.body, scope);
  const origin = c.origin(node.condition);
  const text = c.source.text.slice(node.condition.start, node.condition.end);
  return (env, rt) => {
    const value = condition(env, rt);
    if (!isUnknown(value) && !decide(value, rt, origin)) {
      throw new NixError('assert', `assertion '${text}' failed`, origin);
    }
    return body(env, rt);
  };
}

export function withCode(node: WithNode, c: Compiler, scope: Scope | undefined): Code {
  const set = c.lazy(node.scope, scope);
  const body = c.code(node.body, { kind: 'with', up: scope });
  return (env, rt) => body(new Env(env, [set(env, rt)]), rt);
}

export function listCode(node: ListNode, c: Compiler, scope: Scope | undefined): Code {
  const items = node.items.map((item) => c.lazy(item, scope));
  if (items.length === 0) {
    const empty = list([]);
    return () => empty;
  }
  return (env, rt) => {
    checkItems(rt, items.length);
    return list(items.map((item): Lazy => item(env, rt)));
  };
}
