import type { Origin, Span } from '../../base/span';
import type { AttrBinding, AttrName, AttrsNode, Binding, DynamicName, InheritBinding, Node } from '../../syntax/node';
import { NixError } from '../errors';
import { quoteName } from '../quote';
import { staticName } from './select';

/** An attribute set as it is built: `a.b = 1; a.c = 2;` is one set inside another. */
export interface SetPlan {
  readonly recursive: boolean;
  readonly span: Span;
  readonly statics: Map<string, PlannedAttr>;
  readonly dynamics: { readonly name: DynamicName; readonly value: Node | SetPlan }[];
  /** The expressions of `inherit (from) …`, by their place. */
  readonly sources: Node[];
}

export type PlannedAttr = { readonly key: Span } & (
  | { readonly kind: 'node'; readonly node: Node }
  | { readonly kind: 'set'; readonly plan: SetPlan }
  | { readonly kind: 'inherit' }
  | { readonly kind: 'select'; readonly source: number }
);

/** What building a plan reports to. */
export interface Planner {
  readonly origin: (span: Span) => Origin;
  readonly fail: (error: NixError) => void;
}

/** Merges the bindings of a set or a `let`; attributes given twice are reported as Nix does. */
export function planSet(bindings: readonly Binding[], recursive: boolean, span: Span, planner: Planner): SetPlan {
  const plan = emptyPlan(recursive, span);
  for (const binding of bindings) {
    if (binding.kind === 'inherit') addInherit(plan, binding, planner);
    else addBinding(plan, binding, planner);
  }
  return plan;
}

function emptyPlan(recursive: boolean, span: Span): SetPlan {
  return { recursive, span, statics: new Map(), dynamics: [], sources: [] };
}

function addInherit(plan: SetPlan, { from, names }: InheritBinding, planner: Planner): void {
  const source = from === undefined ? undefined : plan.sources.push(from) - 1;
  for (const name of names) {
    const text = staticName(name);
    if (text === undefined) {
      planner.fail(new NixError('syntax', 'dynamic attributes not allowed in inherit', planner.origin(name)));
    } else if (plan.statics.has(text)) {
      duplicate([text], name, planner);
    } else {
      plan.statics.set(
        text,
        source === undefined ? { kind: 'inherit', key: name } : { kind: 'select', source, key: name },
      );
    }
  }
}

function addBinding(plan: SetPlan, { path, value }: AttrBinding, planner: Planner): void {
  let target = plan;
  const names: string[] = [];
  for (const name of path.slice(0, -1)) {
    const inner = descend(target, name, names, planner);
    if (inner === undefined) return;
    target = inner;
  }
  const last = path[path.length - 1];
  if (last === undefined) return;
  const text = staticName(last);
  if (text === undefined) {
    if (last.kind === 'dynamic') target.dynamics.push({ name: last, value: planned(value, planner) ?? value });
  } else {
    put(target, [...names, text], last, value, planner);
  }
}

/** The set that a name of an attribute path leads to, made where there is none. */
function descend(target: SetPlan, name: AttrName, names: string[], planner: Planner): SetPlan | undefined {
  const text = staticName(name);
  const inner = emptyPlan(false, name);
  if (text === undefined) {
    if (name.kind === 'dynamic') target.dynamics.push({ name, value: inner });
    return inner;
  }
  names.push(text);
  const existing = target.statics.get(text);
  if (existing === undefined) {
    target.statics.set(text, { kind: 'set', plan: inner, key: name });
    return inner;
  }
  if (existing.kind === 'set') return existing.plan;
  duplicate(names, name, planner);
  return undefined;
}

function planned(value: Node, planner: Planner): SetPlan | undefined {
  return value.kind === 'attrs' ? planSet(value.bindings, value.recursive, value, planner) : undefined;
}

function put(target: SetPlan, names: readonly string[], key: Span, value: Node, planner: Planner): void {
  const name = names[names.length - 1] as string;
  const existing = target.statics.get(name);
  if (existing === undefined) {
    const plan = planned(value, planner);
    target.statics.set(name, plan === undefined ? { kind: 'node', node: value, key } : { kind: 'set', plan, key });
  } else if (existing.kind === 'set' && value.kind === 'attrs') {
    mergeLiteral(existing.plan, value, planner);
  } else {
    duplicate(names, key, planner);
  }
}

/** `a = { … }` where `a` was begun already: its attributes move over, to be evaluated in the scope of the first. */
function mergeLiteral(into: SetPlan, literal: AttrsNode, planner: Planner): void {
  for (const binding of literal.bindings) {
    if (binding.kind === 'inherit') addInherit(into, binding, planner);
    else addBinding(into, binding, planner);
  }
}

function duplicate(names: readonly string[], key: Span, planner: Planner): void {
  const text = names.map(quoteName).join('.');
  planner.fail(new NixError('syntax', `attribute '${text}' already defined`, planner.origin(key)));
}
