import type { Node, Tree } from 'web-tree-sitter';
import { type Concrete, withTree } from './concrete';
import { difference, editTree } from './difference';

/** An error outweighs the characters in it, so that one long error is less than two short ones. */
const PER_ERROR = 20;

function cost(node: Node): number {
  if (node.isMissing) return PER_ERROR;
  if (!node.hasError) return 0;
  const own = node.isError ? PER_ERROR + node.endIndex - node.startIndex : 0;
  return node.children.reduce((sum, child) => sum + cost(child), own);
}

/** How badly a text parses once it is changed to each of `variants`: 0 is without errors. */
export function errorCosts(text: string, variants: readonly string[], { parse }: Concrete): readonly number[] {
  return withTree(parse(text), (base: Tree) =>
    variants.map((variant) => {
      const changes = difference(text, variant);
      if (!changes) return cost(base.rootNode);
      return withTree(base.copy(), (old) => {
        editTree(old, text, variant, changes);
        return withTree(parse(variant, old), (tree) => cost(tree.rootNode));
      });
    }),
  );
}
