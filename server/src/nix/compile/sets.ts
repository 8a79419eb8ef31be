import type { Origin } from '../../base/span';
import type { AttrsNode, DynamicName, LegacyLetNode, LetNode, Node } from '../../syntax/node';
import { openSet, select } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectPlainText, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { force, Thunk } from '../thunk';
import { type Attr, attrs, isUnknown, type Lazy, type OpenWorld, type Value } from '../value';
import type { Code, Compiler, LazyCode } from './compiler';
import { Env, frame, type Scope } from './env';
import { type PlannedAttr, planSet, type SetPlan } from './plan';

interface AttrCode {
  readonly name: string;
  readonly key: Origin;
  /** `sources` are the sets of `inherit (from)`. */
  readonly lazy: (env: Env, rt: Runtime, sources: readonly Lazy[]) => Lazy;
}

interface DynamicCode {
  readonly name: (env: Env, rt: Runtime) => Value;
  readonly key: Origin;
  readonly lazy: LazyCode;
}

const NO_SOURCES: readonly Lazy[] = [];

/** The plan of a set. Attributes given twice are reported; the first counts. */
function plan(node: AttrsNode | LetNode | LegacyLetNode, recursive: boolean, c: Compiler): SetPlan {
  return planSet(node.bindings, recursive, node, { origin: c.origin, fail: c.report });
}

export function setCode(node: AttrsNode, c: Compiler, scope: Scope | undefined): Code {
  return planCode(plan(node, node.recursive, c), c, scope);
}

function planCode(made: SetPlan, c: Compiler, scope: Scope | undefined): Code {
  return made.recursive ? recursiveCode(made, c, scope) : plainCode(made, c, scope);
}

function plainCode(made: SetPlan, c: Compiler, scope: Scope | undefined): Code {
  const codes = attrCodes(made, c, scope, scope);
  const dynamics = dynamicCodes(made, c, scope);
  const sources = made.sources.map((source) => c.lazy(source, scope));
  const origin = c.origin(made.span);
  if (codes.length === 0 && dynamics.length === 0) {
    const empty = attrs(new Map(), undefined, origin);
    return () => empty;
  }
  return (env, rt) => {
    const from = sources.length === 0 ? NO_SOURCES : sources.map((source) => source(env, rt));
    const entries = new Map<string, Attr>();
    for (const { name, key, lazy } of codes) entries.set(name, { value: lazy(env, rt, from), key });
    return attrs(entries, addDynamics(dynamics, entries, env, rt), origin);
  };
}

function recursiveCode(made: SetPlan, c: Compiler, scope: Scope | undefined): Code {
  const inner = frame(made.statics.keys(), scope);
  const overridden = made.statics.has('__overrides');
  const codes = attrCodes(made, overridden ? suspending(c) : c, scope, inner);
  const dynamics = dynamicCodes(made, c, inner);
  const sources = made.sources.map((source) => c.lazy(source, inner));
  const origin = c.origin(made.span);
  return (env, rt) => {
    const inside = fill(codes, sources, env, rt);
    const entries = new Map<string, Attr>();
    codes.forEach(({ name, key }, i) => {
      entries.set(name, { value: inside.slots[i] as Lazy, key });
    });
    if (overridden) applyOverrides(codes, entries, inside);
    return attrs(entries, addDynamics(dynamics, entries, inside, rt), origin);
  };
}

/** A scope of its own for the attributes, in which they see each other. Lazy values of the scope around come first. */
function fill(codes: readonly AttrCode[], sources: readonly LazyCode[], env: Env, rt: Runtime): Env {
  const slots: Lazy[] = new Array(codes.length);
  const inside = new Env(env, slots);
  const from = sources.length === 0 ? NO_SOURCES : sources.map((source) => source(inside, rt));
  for (let i = 0; i < codes.length; i++) slots[i] = (codes[i] as AttrCode).lazy(inside, rt, from);
  return inside;
}

/** A compiler that looks no variable up before it is needed: `__overrides` may still change what it is. */
function suspending(c: Compiler): Compiler {
  const lazy: Compiler['lazy'] = (node, scope) => {
    const code = c.code(node, scope);
    const origin = c.origin(node);
    return (env, rt) => new Thunk(rt, code, env, origin);
  };
  return { ...c, lazy };
}

/** The old `__overrides` of recursive sets: its attributes replace the set's own, in the scope as well. */
function applyOverrides(codes: readonly AttrCode[], entries: Map<string, Attr>, inside: Env): void {
  const overrides = expectAttrs(entries.get('__overrides')?.value ?? null);
  for (const [name, attr] of overrides.entries) {
    entries.set(name, attr);
    const slot = codes.findIndex((code) => code.name === name);
    if (slot >= 0) inside.slots[slot] = attr.value;
  }
}

function attrCodes(
  made: SetPlan,
  c: Compiler,
  outer: Scope | undefined,
  inner: Scope | undefined,
): readonly AttrCode[] {
  return [...made.statics].map(([name, attr]) => ({
    name,
    key: c.origin(attr.key),
    lazy: attrLazy(name, attr, c, outer, inner),
  }));
}

function attrLazy(
  name: string,
  attr: PlannedAttr,
  c: Compiler,
  outer: Scope | undefined,
  inner: Scope | undefined,
): AttrCode['lazy'] {
  switch (attr.kind) {
    case 'node':
      return c.lazy(attr.node, inner, name);
    case 'set':
      return planLazy(attr.plan, c, inner);
    case 'inherit': {
      const variable = c.variable(name, attr.key, outer);
      return inner === outer ? variable : (env, rt) => variable(env.up ?? env, rt);
    }
    case 'select': {
      const origin = c.origin(attr.key);
      const compute = (source: Lazy): Value => force(select(force(source), name, origin));
      return (_env, rt, sources) => new Thunk(rt, compute, sources[attr.source] as Lazy, origin);
    }
  }
}

function planLazy(made: SetPlan, c: Compiler, scope: Scope | undefined): LazyCode {
  const code = planCode(made, c, scope);
  const origin = c.origin(made.span);
  return (env, rt) => new Thunk(rt, code, env, origin);
}

function dynamicCodes(made: SetPlan, c: Compiler, scope: Scope | undefined): readonly DynamicCode[] {
  return made.dynamics.map(({ name, value }) => ({
    name: dynamicName(name, c, scope),
    key: c.origin(name),
    lazy: isPlan(value) ? planLazy(value, c, scope) : c.lazy(value, scope),
  }));
}

function isPlan(value: Node | SetPlan): value is SetPlan {
  return 'statics' in value;
}

/** The name: a string, null for an attribute that is left out, or an unknown. */
function dynamicName(name: DynamicName, c: Compiler, scope: Scope | undefined): (env: Env, rt: Runtime) => Value {
  const code = c.code(name.expr, scope);
  const origin = c.origin(name);
  return (env, rt) => {
    const value = code(env, rt);
    if (value === null || isUnknown(value)) return value;
    try {
      return expectPlainText(value);
    } catch (signal) {
      throw signal instanceof NixError ? signal.at(origin) : signal;
    }
  };
}

/** Adds computed attributes. A name that is not known leaves the set open; of names known in part that look alike the first stands for all. */
function addDynamics(
  dynamics: readonly DynamicCode[],
  entries: Map<string, Attr>,
  env: Env,
  rt: Runtime,
): OpenWorld | undefined {
  let open: OpenWorld | undefined;
  for (const { name, key, lazy } of dynamics) {
    const value = name(env, rt);
    if (value === null) continue;
    if (isUnknown(value)) {
      open = openSet(value).open;
      continue;
    }
    const { text, holes } = expectText(value);
    if (!entries.has(text)) entries.set(text, { value: lazy(env, rt), key });
    else if (holes === undefined) throw new NixError('eval', `dynamic attribute '${text}' already defined`, key);
  }
  return open;
}

export function letCode(node: LetNode, c: Compiler, scope: Scope | undefined): Code {
  const made = plan(node, true, c);
  for (const { name } of made.dynamics) {
    c.report(new NixError('syntax', 'dynamic attributes not allowed in let', c.origin(name)));
  }
  const inner = frame(made.statics.keys(), scope);
  const codes = attrCodes(made, c, scope, inner);
  const sources = made.sources.map((source) => c.lazy(source, inner));
  const body = c.code(node.body, inner);
  return (env, rt) => body(fill(codes, sources, env, rt), rt);
}

/** `let { …; body = …; }`. */
export function legacyLetCode(node: LegacyLetNode, c: Compiler, scope: Scope | undefined): Code {
  const set = planCode(plan(node, true, c), c, scope);
  const origin = c.origin(node);
  return (env, rt) => force(select(set(env, rt), 'body', origin));
}
