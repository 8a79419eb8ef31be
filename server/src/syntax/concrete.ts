import type { Tree } from 'web-tree-sitter';
import { type Lowered, lowerTree, type SymbolTable } from './lowering';
import type { SyntaxTree } from './node';
import type { Earlier } from './reuse';
import { validate } from './validate';

/** What the rest of the layer needs of tree-sitter. Whoever is given a concrete tree deletes it. */
export interface Concrete {
  /** `old` has been told what changed since. */
  readonly parse: (text: string, old?: Tree) => Tree;
  readonly symbols: SymbolTable;
}

/** Runs with a concrete tree, and deletes it in any case. */
export function withTree<T>(tree: Tree, use: (tree: Tree) => T): T {
  try {
    return use(tree);
  } finally {
    tree.delete();
  }
}

/** A tree together with what the parse alone found, on which a later one builds. */
export interface Parsed {
  readonly lowered: Lowered;
  readonly tree: SyntaxTree;
}

export function parsed(tree: Tree, text: string, symbols: SymbolTable, earlier?: Earlier): Parsed {
  const lowered = lowerTree(tree, text, symbols, earlier);
  const errors = [...lowered.errors, ...validate(lowered.root, text)].sort((a, b) => a.start - b.start);
  return { lowered, tree: { text, root: lowered.root, errors, comments: lowered.comments } };
}
