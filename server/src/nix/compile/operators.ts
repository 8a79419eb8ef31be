import type { Origin } from '../../base/span';
import type { BinaryNode, Node, UnaryNode } from '../../syntax/node';
import { applyAll } from '../apply';
import { add, arithmetic } from '../arithmetic';
import { mergeAttrs, openSet } from '../attrs';
import { lessThan } from '../compare';
import { andUnknown, notUnknown, orUnknown } from '../conditions';
import { equals, type Truth } from '../equal';
import { NixError } from '../errors';
import { mismatch } from '../expect';
import { checkItems, type Runtime } from '../runtime';
import { force } from '../thunk';
import { type Attrs, isAttrs, isList, isUnknown, type List, list, type Unknown, type Value } from '../value';
import { pipeCode } from './apply';
import type { Code, Compiler } from './compiler';
import { type Env, resolve, type Scope } from './env';

type Operate = (rt: Runtime, left: Value, right: Value, origin: Origin) => Value;

const not = (truth: Truth): Truth => (typeof truth === 'boolean' ? !truth : notUnknown(truth));

const STRICT: Readonly<Partial<Record<BinaryNode['operator'], Operate>>> = {
  '+': add,
  '-': (_rt, left, right) => arithmetic('-', left, right),
  '*': (_rt, left, right) => arithmetic('*', left, right),
  '/': (_rt, left, right) => arithmetic('/', left, right),
  '++': concatLists,
  '//': (_rt, left, right, origin) => mergeAttrs(setOf(left, origin), setOf(right, origin)),
  '==': (rt, left, right) => equals(rt, left, right),
  '!=': (rt, left, right) => not(equals(rt, left, right)),
  '<': (rt, left, right) => lessThan(rt, left, right),
  '>': (rt, left, right) => lessThan(rt, right, left),
  '<=': (rt, left, right) => not(lessThan(rt, right, left)),
  '>=': (rt, left, right) => not(lessThan(rt, left, right)),
};

/** Operators that are calls of a builtin, which a text may bind anew. */
const REBINDABLE: Readonly<Partial<Record<BinaryNode['operator'], string>>> = {
  '-': '__sub',
  '*': '__mul',
  '/': '__div',
  '<': '__lessThan',
};

export function binaryCode(node: BinaryNode, c: Compiler, scope: Scope | undefined): Code {
  const { operator } = node;
  if (operator === '|>' || operator === '<|') return pipeCode(node, c, scope);
  if (operator === '&&' || operator === '||' || operator === '->') return logicCode(node, c, scope);
  const builtin = REBINDABLE[operator];
  if (builtin !== undefined && resolve(scope, builtin).kind === 'slot') return reboundCode(builtin, node, c, scope);
  const left = c.code(node.left, scope);
  const right = c.code(node.right, scope);
  const operate = STRICT[operator] as Operate;
  const origin = c.origin(node);
  const flipped = operator === '>' || operator === '<=';
  return (env, rt) => {
    const second = flipped ? right(env, rt) : undefined;
    const first = left(env, rt);
    const other = second === undefined ? right(env, rt) : second;
    try {
      return operate(rt, first, other, origin);
    } catch (signal) {
      throw signal instanceof NixError ? signal.at(origin) : signal;
    }
  };
}

function reboundCode(builtin: string, node: BinaryNode, c: Compiler, scope: Scope | undefined): Code {
  const fn = c.variable(builtin, node, scope);
  const left = c.lazy(node.left, scope);
  const right = c.lazy(node.right, scope);
  const origin = c.origin(node);
  return (env, rt) => applyAll(rt, force(fn(env, rt)), [left(env, rt), right(env, rt)], origin);
}

function setOf(value: Value, origin: Origin): Attrs {
  if (isAttrs(value)) return value;
  if (isUnknown(value)) return openSet(value);
  throw mismatch('a set', value, origin);
}

function listOf(value: Value, origin: Origin): List {
  if (isList(value)) return value;
  if (isUnknown(value)) return list([], value);
  throw mismatch('a list', value, origin);
}

function concatLists(rt: Runtime, left: Value, right: Value, origin: Origin): Value {
  const a = listOf(left, origin);
  const b = listOf(right, origin);
  if (a.items.length === 0 && a.open === undefined) return b;
  if (b.items.length === 0 && b.open === undefined) return a;
  checkItems(rt, a.items.length + b.items.length);
  return list([...a.items, ...b.items], a.open ?? b.open);
}

/** `&&`, `||` and `->` as a choice: on `stop` the right side is not asked and the answer is `answer`. */
function logicCode(node: BinaryNode, c: Compiler, scope: Scope | undefined): Code {
  const left = c.code(node.left, scope);
  const right = c.code(node.right, scope);
  const leftOrigin = c.origin(node.left);
  const rightOrigin = c.origin(node.right);
  const { operator } = node;
  const stop = operator === '||';
  const answer = operator !== '&&';
  return (env, rt) => {
    const first = truthOf(left(env, rt), leftOrigin);
    if (typeof first === 'boolean') return first === stop ? answer : truthOf(right(env, rt), rightOrigin);
    const other = guarded(first, !stop, right, env, rt, rightOrigin);
    if (operator === '&&') return conjunction(first, other);
    return disjunction(operator === '->' ? notUnknown(first) : first, other);
  };
}

function truthOf(value: Value, origin: Origin): Truth {
  if (typeof value === 'boolean' || isUnknown(value)) return value;
  throw mismatch('a Boolean', value, origin);
}

/**
 * The right side behind an unknown left one. When it fails, it matters whether Nix would have got there: that is assumed, and the right
 * side counts as what keeps the left one's answer if not.
 */
function guarded(first: Unknown, wanted: boolean, right: Code, env: Env, rt: Runtime, origin: Origin): Truth {
  try {
    return truthOf(right(env, rt), origin);
  } catch (signal) {
    if (!(signal instanceof NixError) || rt.assumptions.decide(first) === wanted) throw signal;
    return wanted;
  }
}

function conjunction(left: Unknown, right: Truth): Truth {
  if (typeof right === 'boolean') return right ? left : false;
  return andUnknown(left, right);
}

function disjunction(left: Unknown, right: Truth): Truth {
  if (typeof right === 'boolean') return right ? true : left;
  return orUnknown(left, right);
}

export function unaryCode(node: UnaryNode, c: Compiler, scope: Scope | undefined): Code {
  const operand = c.code(node.operand, scope);
  const origin = c.origin(node.operand);
  if (node.operator === '!') return (env, rt) => not(truthOf(operand(env, rt), origin));
  if (resolve(scope, '__sub').kind === 'slot') return reboundCode('__sub', negation(node), c, scope);
  return (env, rt) => {
    try {
      return arithmetic('-', 0n, operand(env, rt));
    } catch (signal) {
      throw signal instanceof NixError ? signal.at(origin) : signal;
    }
  };
}

function negation({ operand, start, end }: UnaryNode): BinaryNode {
  const zero: Node = { kind: 'int', text: '0', start, end: start };
  return { kind: 'binary', operator: '-', left: zero, right: operand, start, end };
}
