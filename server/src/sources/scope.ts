import type { AttrsNode, Binding, Formal, LambdaNode, Node } from '../syntax/node';

/** An expression together with the names it sees. */
export interface Located<N extends Node = Node> {
  readonly node: N;
  readonly scope: Scope | undefined;
}

/** One layer of names, and the layers around it. */
export type Scope = BindingScope | LambdaScope | WithScope;

interface BindingScope {
  readonly kind: 'bindings';
  readonly bindings: readonly Binding[];
  readonly parent: Scope | undefined;
}

interface LambdaScope {
  readonly kind: 'lambda';
  readonly lambda: LambdaNode;
  readonly parent: Scope | undefined;
}

interface WithScope {
  readonly kind: 'with';
  readonly target: Node;
  readonly parent: Scope | undefined;
}

/** What a name stands for, as far as the text alone tells. */
export type Meaning =
  | { readonly kind: 'value'; readonly value: Located }
  | { readonly kind: 'inherited'; readonly from: Located; readonly name: string }
  | { readonly kind: 'formal'; readonly formal: Formal; readonly scope: Scope }
  | { readonly kind: 'parameter'; readonly name: string; readonly scope: LambdaScope }
  | { readonly kind: 'free'; readonly withs: readonly Located[] };

export function inBindings(bindings: readonly Binding[], parent: Scope | undefined): Scope {
  return { kind: 'bindings', bindings, parent };
}

export function inLambda(lambda: LambdaNode, parent: Scope | undefined): Scope {
  return { kind: 'lambda', lambda, parent };
}

export function inWith(target: Node, parent: Scope | undefined): Scope {
  return { kind: 'with', target, parent };
}

/** A set of the bindings left when a first name is taken off: `a.b = 1; a.c = 2;` asked for `a`. */
function nested(bindings: readonly Binding[], name: string): AttrsNode | undefined {
  const deeper = bindings.flatMap((binding) => {
    if (binding.kind !== 'binding' || binding.path.length < 2) return [];
    const [first, ...rest] = binding.path;
    return first?.kind === 'name' && first.name === name ? [{ ...binding, path: rest }] : [];
  });
  const [first] = deeper;
  return first === undefined
    ? undefined
    : { kind: 'attrs', recursive: false, bindings: deeper, start: first.start, end: deeper.at(-1)?.end ?? first.end };
}

/**
 * The definition of a name among bindings. `inside` is the scope that the values see, `outside` the one that a plain `inherit` takes from.
 */
export function definition(
  bindings: readonly Binding[],
  name: string,
  inside: Scope | undefined,
  outside: Scope | undefined,
): Meaning | undefined {
  for (const binding of bindings) {
    if (binding.kind === 'binding') {
      const [first, ...rest] = binding.path;
      if (rest.length === 0 && first?.kind === 'name' && first.name === name) {
        return { kind: 'value', value: { node: binding.value, scope: inside } };
      }
    } else if (binding.names.some((item) => item.kind === 'name' && item.name === name)) {
      return binding.from === undefined
        ? lookup(name, outside)
        : { kind: 'inherited', from: { node: binding.from, scope: inside }, name };
    }
  }
  const deeper = nested(bindings, name);
  return deeper === undefined ? undefined : { kind: 'value', value: { node: deeper, scope: inside } };
}

/** Finds a name, innermost scope first; a name that only `with` could give is free. */
export function lookup(name: string, scope: Scope | undefined): Meaning {
  const withs: Located[] = [];
  for (let at = scope; at !== undefined; at = at.parent) {
    switch (at.kind) {
      case 'with':
        withs.push({ node: at.target, scope: at.parent });
        break;
      case 'bindings': {
        const found = definition(at.bindings, name, at, at.parent);
        if (found !== undefined) return found;
        break;
      }
      case 'lambda': {
        const formal = at.lambda.formals?.formals.find((item) => item.name === name);
        if (formal !== undefined) return { kind: 'formal', formal, scope: at };
        if (at.lambda.name === name) return { kind: 'parameter', name, scope: at };
      }
    }
  }
  return { kind: 'free', withs };
}

function bindingParts(bindings: readonly Binding[], inside: Scope | undefined): Located[] {
  return bindings.flatMap((binding) => {
    if (binding.kind === 'inherit') return binding.from === undefined ? [] : [{ node: binding.from, scope: inside }];
    const dynamic = binding.path.flatMap((name) => (name.kind === 'dynamic' ? [name.expr] : []));
    return [...dynamic, binding.value].map((node) => ({ node, scope: inside }));
  });
}

/** The expressions directly inside one, each with its scope. */
export function parts({ node, scope }: Located): readonly Located[] {
  const here = (...nodes: readonly (Node | undefined)[]): Located[] =>
    nodes.flatMap((item) => (item === undefined ? [] : [{ node: item, scope }]));
  switch (node.kind) {
    case 'string':
    case 'path':
      return here(...node.parts.map((part) => (part.kind === 'interpolation' ? part.expr : undefined)));
    case 'select':
    case 'has':
      return here(
        node.target,
        ...node.path.map((name) => (name.kind === 'dynamic' ? name.expr : undefined)),
        node.kind === 'select' ? node.fallback : undefined,
      );
    case 'apply':
      return here(node.fn, node.arg);
    case 'lambda': {
      const inside = inLambda(node, scope);
      const defaults = node.formals?.formals.map(({ fallback }) => fallback) ?? [];
      return [...defaults, node.body].flatMap((item) => (item === undefined ? [] : [{ node: item, scope: inside }]));
    }
    case 'let': {
      const inside = inBindings(node.bindings, scope);
      return [...bindingParts(node.bindings, inside), { node: node.body, scope: inside }];
    }
    case 'legacy-let':
      return bindingParts(node.bindings, inBindings(node.bindings, scope));
    case 'attrs':
      return bindingParts(node.bindings, node.recursive ? inBindings(node.bindings, scope) : scope);
    case 'with':
      return [...here(node.scope), { node: node.body, scope: inWith(node.scope, scope) }];
    case 'assert':
      return here(node.condition, node.body);
    case 'if':
      return here(node.condition, node.consequent, node.alternative);
    case 'list':
      return here(...node.items);
    case 'unary':
      return here(node.operand);
    case 'binary':
      return here(node.left, node.right);
    case 'error':
      return node.children.flatMap((child) =>
        child.kind === 'binding' || child.kind === 'inherit' ? bindingParts([child], scope) : here(child),
      );
    default:
      return [];
  }
}
