import type { SyntaxTree } from '../syntax/node';

/** Characters whose trees are kept: the imports of a large host. */
const MOST_CHARACTERS = 8_000_000;

/** A parser that answers from memory for a text that it saw lately: the imports of a file are the same at every keystroke. */
export function rememberingParse(parse: (text: string) => SyntaxTree): (text: string) => SyntaxTree {
  const trees = new Map<string, SyntaxTree>();
  let kept = 0;
  return (text) => {
    const known = trees.get(text);
    trees.delete(text);
    const tree = known ?? parse(text);
    trees.set(text, tree);
    if (known === undefined) kept += text.length;
    for (const oldest of trees.keys()) {
      if (kept <= MOST_CHARACTERS || oldest === text) break;
      trees.delete(oldest);
      kept -= oldest.length;
    }
    return tree;
  };
}
