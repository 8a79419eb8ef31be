import type { AttrsNode, Formal, Node } from '../syntax/node';
import { definition, inBindings, inLambda, inWith, type Located, lookup, type Meaning, type Scope } from './scope';

/** What following names may still cost: definitions can go in circles, and double with every `//`. */
export interface Fuel {
  left: number;
}

/** Enough for real code, and too little for the stack to overflow. */
const STEPS = 1000;

/** The steps that a question about one expression may take. */
export function newFuel(): Fuel {
  return { left: STEPS };
}

/** What the argument of a fixpoint's function is called. */
const FIXPOINTS = new Set(['finalAttrs', 'final', 'self', 'this']);

/** The default of a file's own argument: `callPackage` leaves it. Inner functions are called with values of their own, and null asks for one. */
function defaultOf({ fallback }: Formal, scope: Scope, fuel: Fuel): Located | undefined {
  const asksForValue = fallback?.kind === 'variable' && fallback.name === 'null';
  return fallback === undefined || asksForValue || scope.parent !== undefined
    ? undefined
    : resolve({ node: fallback, scope }, fuel);
}

function followMeaning(meaning: Meaning, fuel: Fuel): Located | undefined {
  switch (meaning.kind) {
    case 'value':
      return resolve(meaning.value, fuel);
    case 'inherited':
      return attribute(meaning.from, meaning.name, fuel);
    case 'formal':
      return defaultOf(meaning.formal, meaning.scope, fuel);
    case 'parameter':
      // The argument of a fixpoint (`finalAttrs: { … }`) is the set that the function gives.
      if (!FIXPOINTS.has(meaning.name)) return undefined;
      return resolve({ node: meaning.scope.lambda.body, scope: meaning.scope }, fuel);
    case 'free':
      return undefined;
  }
}

function followPath(target: Located, path: readonly string[], fuel: Fuel): Located | undefined {
  let at: Located | undefined = target;
  for (const name of path) {
    at = at && attribute(at, name, fuel);
  }
  return at;
}

/** The names of an attribute path that are written out; undefined when one is computed. */
export function staticPath(path: Extract<Node, { kind: 'select' }>['path']): readonly string[] | undefined {
  const names = path.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
  return names.length === path.length ? names : undefined;
}

/**
 * The expression behind names: through `let`, `rec`, `inherit`, defaults of formals, a fixpoint's own argument, and selections from sets that
 * are written out. What cannot be followed further is given as it stands.
 */
export function resolve(located: Located, fuel: Fuel = newFuel()): Located {
  if (fuel.left-- <= 0) return located;
  const { node, scope } = located;
  switch (node.kind) {
    case 'let':
      return resolve({ node: node.body, scope: inBindings(node.bindings, scope) }, fuel);
    case 'with':
      return resolve({ node: node.body, scope: inWith(node.scope, scope) }, fuel);
    case 'assert':
      return resolve({ node: node.body, scope }, fuel);
    case 'variable':
      return followMeaning(lookup(node.name, scope), fuel) ?? located;
    case 'select': {
      const path = staticPath(node.path);
      const found = path && followPath({ node: node.target, scope }, path, fuel);
      return found ?? located;
    }
    default:
      return located;
  }
}

/** The scope that the values of a set see. */
function insideOf(node: AttrsNode, scope: Scope | undefined): Scope | undefined {
  return node.recursive ? inBindings(node.bindings, scope) : scope;
}

/** The value of an attribute of a set that is written out, `//` and the argument of a package function included. */
function attribute(located: Located, name: string, fuel: Fuel = newFuel()): Located | undefined {
  if (fuel.left-- <= 0) return undefined;
  const target = resolve(located, fuel);
  const { node, scope } = target;
  switch (node.kind) {
    case 'attrs': {
      const meaning = definition(node.bindings, name, insideOf(node, scope), scope);
      return meaning && followMeaning(meaning, fuel);
    }
    case 'binary':
      if (node.operator !== '//') return undefined;
      return attribute({ node: node.right, scope }, name, fuel) ?? attribute({ node: node.left, scope }, name, fuel);
    case 'apply':
      return attribute({ node: node.arg, scope }, name, fuel);
    case 'lambda':
      return attribute({ node: node.body, scope: inLambda(node, scope) }, name, fuel);
    default:
      return undefined;
  }
}

/** An attribute as it is written in a set. */
export interface WrittenAttribute {
  readonly name: string;
  readonly key: { readonly start: number; readonly end: number };
  /** As written: not resolved. */
  readonly value: Located;
}

/** The sets that an argument is made of, weaker ones first. */
export interface WrittenSets {
  readonly sets: readonly Located<AttrsNode>[];
  /** False when a part of it is not written out, and may hold anything. */
  readonly complete: boolean;
}

/** The sets written out in an argument: one, or several joined by `//`, also as the result of a fixpoint's function. */
export function writtenSets(located: Located, fuel: Fuel = newFuel()): WrittenSets {
  const incomplete: WrittenSets = { sets: [], complete: false };
  if (fuel.left-- <= 0) return incomplete;
  const { node, scope } = resolve(located, fuel);
  switch (node.kind) {
    case 'attrs':
      return { sets: [{ node, scope }], complete: true };
    case 'binary': {
      if (node.operator !== '//') return incomplete;
      const left = writtenSets({ node: node.left, scope }, fuel);
      const right = writtenSets({ node: node.right, scope }, fuel);
      return { sets: [...left.sets, ...right.sets], complete: left.complete && right.complete };
    }
    case 'lambda':
      return writtenSets({ node: node.body, scope: inLambda(node, scope) }, fuel);
    default:
      return incomplete;
  }
}

/** The attributes of a set with names of one part, `inherit` included. */
export function writtenAttributes({ node, scope }: Located<AttrsNode>): readonly WrittenAttribute[] {
  const inside = insideOf(node, scope);
  return node.bindings.flatMap((binding): WrittenAttribute[] => {
    if (binding.kind === 'binding') {
      const [first, ...rest] = binding.path;
      if (first?.kind !== 'name' || rest.length > 0) return [];
      return [{ name: first.name, key: first, value: { node: binding.value, scope: inside } }];
    }
    return binding.names.flatMap((item) => {
      if (item.kind !== 'name') return [];
      const { start, end } = item;
      const node: Node =
        binding.from === undefined
          ? { kind: 'variable', name: item.name, start, end }
          : { kind: 'select', target: binding.from, path: [item], fallback: undefined, start, end };
      return [{ name: item.name, key: item, value: { node, scope: binding.from === undefined ? scope : inside } }];
    });
  });
}
