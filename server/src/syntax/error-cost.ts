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

/** Which of `variants` of a text parses best: the index of the first that has no error, or the least. */
export function leastBroken(text: string, variants: readonly string[], { parse }: Concrete): number {
  return withTree(parse(text), (base: Tree) => {
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, variant] of variants.entries()) {
      const found = variantCost(base, text, variant, parse);
      if (found >= least) continue;
      best = index;
      least = found;
      if (least === 0) break;
    }
    return best;
  });
}

function variantCost(base: Tree, text: string, variant: string, parse: Concrete['parse']): number {
  const changes = difference(text, variant);
  if (!changes) return cost(base.rootNode);
  return withTree(base.copy(), (old) => {
    editTree(old, text, variant, changes);
    return withTree(parse(variant, old), (tree) => cost(tree.rootNode));
  });
}
