import type { ApplyNode, BinaryNode, Node } from '../../syntax/node';
import { applyAll, applyOne } from '../apply';
import type { Code, Compiler } from './compiler';
import type { Scope } from './env';

/** `f a b c` with its arguments side by side, so that natives get all theirs at once. */
export function applyCode(node: ApplyNode, c: Compiler, scope: Scope | undefined): Code {
  const args: Node[] = [];
  let fn: Node = node;
  while (fn.kind === 'apply') {
    args.unshift(fn.arg);
    fn = fn.fn;
  }
  return callCode(fn, args, node, c, scope);
}

/** `a |> f` and `f <| a`. */
export function pipeCode(node: BinaryNode, c: Compiler, scope: Scope | undefined): Code {
  return node.operator === '|>'
    ? callCode(node.right, [node.left], node, c, scope)
    : callCode(node.left, [node.right], node, c, scope);
}

function callCode(fn: Node, args: readonly Node[], call: Node, c: Compiler, scope: Scope | undefined): Code {
  const callee = c.code(fn, scope);
  const origin = c.origin(call);
  const lazies = args.map((arg) => c.lazy(arg, scope));
  const [first, second] = lazies;
  if (first !== undefined && lazies.length === 1) {
    return (env, rt) => applyOne(rt, callee(env, rt), first(env, rt), origin);
  }
  if (first !== undefined && second !== undefined && lazies.length === 2) {
    return (env, rt) => applyAll(rt, callee(env, rt), [first(env, rt), second(env, rt)], origin);
  }
  return (env, rt) => {
    const given = lazies.map((lazy) => lazy(env, rt));
    return applyAll(rt, callee(env, rt), given, origin);
  };
}
