import type { Node, SyntaxTree } from '../syntax/node';
import type { Located, Scope } from './scope';

/** An expression with everything around it that it may refer to, so that it can be evaluated by itself. */
export interface Surrounded {
  /** The text of the file, and the expression inside the bindings around it. */
  readonly tree: SyntaxTree;
  /** Names that functions around it take, as `callPackage` and modules are given them: `lib`, `stdenv`. */
  readonly taken: ReadonlySet<string>;
}

/** One layer of names around an expression, as an expression of its own. */
function wrapped(node: Node, scope: Scope): Node {
  const { start, end } = node;
  switch (scope.kind) {
    case 'bindings':
      return { kind: 'let', bindings: scope.bindings, body: node, start, end };
    case 'with':
      return { kind: 'with', scope: scope.target, body: node, start, end };
    case 'lambda':
      return node;
  }
}

/**
 * Closes an expression over the `let`, `rec` and `with` around it. Arguments of functions stay free: those with a default, and those taken
 * by `x:`, are not known.
 */
export function surrounded({ node, scope }: Located, text: string): Surrounded {
  const taken = new Set<string>();
  let root = node;
  for (let at = scope; at !== undefined; at = at.parent) {
    if (at.kind === 'lambda') {
      for (const { name, fallback } of at.lambda.formals?.formals ?? []) if (fallback === undefined) taken.add(name);
    }
    root = wrapped(root, at);
  }
  return { tree: { text, root, errors: [], comments: [] }, taken };
}
