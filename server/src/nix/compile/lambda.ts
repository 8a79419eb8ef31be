import type { Origin } from '../../base/span';
import type { Formals, LambdaNode } from '../../syntax/node';
import { openSet } from '../attrs';
import { NixError } from '../errors';
import { mismatch } from '../expect';
import type { Runtime } from '../runtime';
import { suggest } from '../suggest';
import { force } from '../thunk';
import { type Attrs, type Func, isAttrs, isUnknown, type Lazy, type Value } from '../value';
import type { Compiler, LazyCode } from './compiler';
import { Env, frame, type Scope } from './env';

/** What all closures of one lambda share. */
interface LambdaCode {
  readonly name: string | undefined;
  readonly argument: string | undefined;
  readonly formals: ReadonlyMap<string, boolean> | undefined;
  readonly formalOrigins: ReadonlyMap<string, Origin> | undefined;
  readonly ellipsis: boolean;
  readonly origin: Origin;
  readonly call: (env: Env, rt: Runtime, argument: Lazy) => Value;
}

/** A function of the language: its code and the environment it was made in. */
class Closure implements Func {
  readonly kind = 'function';
  readonly primop = false;

  constructor(
    private readonly code: LambdaCode,
    private readonly env: Env,
  ) {}

  get name(): string | undefined {
    return this.code.name;
  }
  get argument(): string | undefined {
    return this.code.argument;
  }
  get formals(): ReadonlyMap<string, boolean> | undefined {
    return this.code.formals;
  }
  get formalOrigins(): ReadonlyMap<string, Origin> | undefined {
    return this.code.formalOrigins;
  }
  get ellipsis(): boolean {
    return this.code.ellipsis;
  }
  get origin(): Origin {
    return this.code.origin;
  }
  apply(rt: Runtime, argument: Lazy): Value {
    return this.code.call(this.env, rt, argument);
  }
}

/** A lambda; `name` is what it is bound to. Making the function needs no thunk. */
export function lambdaCode(
  node: LambdaNode,
  c: Compiler,
  scope: Scope | undefined,
  name: string | undefined,
): (env: Env) => Func {
  const origin = c.origin(node);
  const shared = { name, argument: node.name, origin };
  const { formals } = node;
  const code: LambdaCode =
    formals === undefined
      ? { ...shared, formals: undefined, formalOrigins: undefined, ellipsis: false, call: simpleCall(node, c, scope) }
      : {
          ...shared,
          formals: new Map(formals.formals.map((formal) => [formal.name, formal.fallback !== undefined])),
          formalOrigins: new Map(formals.formals.map((formal) => [formal.name, c.origin(formal.nameSpan)])),
          ellipsis: formals.ellipsis,
          call: formalsCall(node, formals, c, scope, name),
        };
  return (env) => new Closure(code, env);
}

function simpleCall(node: LambdaNode, c: Compiler, scope: Scope | undefined): LambdaCode['call'] {
  const body = c.code(node.body, frame([node.name ?? ''], scope));
  return (env, rt, argument) => body(new Env(env, [argument]), rt);
}

interface FormalCode {
  readonly name: string;
  readonly fallback: LazyCode | undefined;
}

function formalsCall(
  node: LambdaNode,
  formals: Formals,
  c: Compiler,
  scope: Scope | undefined,
  name: string | undefined,
): LambdaCode['call'] {
  const names = formals.formals.map((formal) => formal.name);
  checkNames(node, formals, c);
  const inner = frame(node.name === undefined ? names : [...names, node.name], scope);
  const codes: FormalCode[] = formals.formals.map((formal) => ({
    name: formal.name,
    fallback: formal.fallback && c.lazy(formal.fallback, inner, formal.name),
  }));
  const body = c.code(node.body, inner);
  const origin = c.origin(formals);
  const fail = (text: string): NixError =>
    new NixError('type', `function '${name ?? 'anonymous lambda'}' called ${text}`, origin);
  return (env, rt, argument) => {
    const value = force(argument);
    const set = isUnknown(value) ? openSet(value) : value;
    if (!isAttrs(set)) throw mismatch('a set', value, origin);
    const slots: Lazy[] = new Array(codes.length);
    const inside = new Env(env, slots);
    if (node.name !== undefined) slots[codes.length] = argument;
    const taken = bindFormals(codes, set, inside, rt, fail);
    if (!formals.ellipsis && taken < set.entries.size) throw unexpected(set, names, fail);
    return body(inside, rt);
  };
}

/** Fills the slots of the formals; gives how many of the set's attributes were taken. */
function bindFormals(
  codes: readonly FormalCode[],
  set: Attrs,
  inside: Env,
  rt: Runtime,
  fail: (text: string) => NixError,
): number {
  let taken = 0;
  const absent: number[] = [];
  codes.forEach(({ name, fallback }, i) => {
    const entry = set.entries.get(name);
    if (entry !== undefined) {
      inside.slots[i] = entry.value;
      taken++;
    } else if (set.open !== undefined && (set.open.has?.(name) ?? fallback === undefined)) {
      inside.slots[i] = set.open.get(name);
    } else if (fallback === undefined) {
      throw fail(`without required argument '${name}'`);
    } else {
      absent.push(i);
    }
  });
  for (const i of absent) inside.slots[i] = codes[i]?.fallback?.(inside, rt) ?? null;
  return taken;
}

function unexpected(set: Attrs, names: readonly string[], fail: (text: string) => NixError): NixError {
  const [name = ''] = [...set.entries.keys()].filter((each) => !names.includes(each)).sort();
  return fail(`with unexpected argument '${name}'${suggest(name, names)}`);
}

/** Reports names bound twice; the last counts. */
function checkNames(node: LambdaNode, formals: Formals, c: Compiler): void {
  const seen = new Set(node.name === undefined ? [] : [node.name]);
  for (const formal of formals.formals) {
    if (seen.has(formal.name)) {
      const message = `duplicate formal function argument '${formal.name}'`;
      c.report(new NixError('syntax', message, c.origin(formal.nameSpan)));
    }
    seen.add(formal.name);
  }
}
