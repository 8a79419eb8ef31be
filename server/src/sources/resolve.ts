import type { AttrsNode, Node } from '../syntax/node';
import { definition, inBindings, inLambda, inWith, type Located, lookup, type Meaning, type Scope } from './scope';

/** How many names in a row are followed: enough for real code, and an end for definitions that go in circles. */
const MAX_STEPS = 40;

function followMeaning(meaning: Meaning, steps: number): Located | undefined {
  switch (meaning.kind) {
    case 'value':
      return resolve(meaning.value, steps);
    case 'inherited':
      return attribute(meaning.from, meaning.name, steps);
    case 'formal':
      return meaning.formal.fallback && resolve({ node: meaning.formal.fallback, scope: meaning.scope }, steps);
    case 'parameter':
      // The argument of a fixpoint (`finalAttrs: { … }`) is the set that the function gives.
      return resolve({ node: meaning.scope.lambda.body, scope: meaning.scope }, steps);
    case 'free':
      return undefined;
  }
}

function followPath(target: Located, path: readonly string[], steps: number): Located | undefined {
  let at: Located | undefined = target;
  for (const name of path) {
    at = at && attribute(at, name, steps);
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
export function resolve(located: Located, steps = 0): Located {
  if (steps > MAX_STEPS) return located;
  const { node, scope } = located;
  const next = steps + 1;
  switch (node.kind) {
    case 'let':
      return resolve({ node: node.body, scope: inBindings(node.bindings, scope) }, next);
    case 'with':
      return resolve({ node: node.body, scope: inWith(node.scope, scope) }, next);
    case 'assert':
      return resolve({ node: node.body, scope }, next);
    case 'variable':
      return followMeaning(lookup(node.name, scope), next) ?? located;
    case 'select': {
      const path = staticPath(node.path);
      const found = path && followPath({ node: node.target, scope }, path, next);
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
export function attribute(located: Located, name: string, steps = 0): Located | undefined {
  if (steps > MAX_STEPS) return undefined;
  const target = resolve(located, steps + 1);
  const { node, scope } = target;
  switch (node.kind) {
    case 'attrs': {
      const meaning = definition(node.bindings, name, insideOf(node, scope), scope);
      return meaning && followMeaning(meaning, steps + 1);
    }
    case 'binary':
      if (node.operator !== '//') return undefined;
      return (
        attribute({ node: node.right, scope }, name, steps + 1) ??
        attribute({ node: node.left, scope }, name, steps + 1)
      );
    case 'apply':
      return attribute({ node: node.arg, scope }, name, steps + 1);
    case 'lambda':
      return attribute({ node: node.body, scope: inLambda(node, scope) }, name, steps + 1);
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

/** The sets that an argument is made of, weaker ones first, each with what it holds at its top level. */
export function writtenSets(located: Located, steps = 0): readonly Located<AttrsNode>[] {
  if (steps > MAX_STEPS) return [];
  const { node, scope } = resolve(located, steps + 1);
  switch (node.kind) {
    case 'attrs':
      return [{ node, scope }];
    case 'binary':
      if (node.operator !== '//') return [];
      return [
        ...writtenSets({ node: node.left, scope }, steps + 1),
        ...writtenSets({ node: node.right, scope }, steps + 1),
      ];
    case 'lambda':
      return writtenSets({ node: node.body, scope: inLambda(node, scope) }, steps + 1);
    default:
      return [];
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
