import { onceForEach } from '../../base/once';
import type { SyntaxTree } from '../../syntax/node';
import { baseScope } from '../builtins';
import { type Compiled, compile } from './compile';
import type { Source } from './compiler';

/** What a tree was compiled to, by the places that its text was taken to stand at. */
const known = onceForEach((_tree: SyntaxTree) => new Map<string, Compiled>());

/**
 * Compiles a text that has the variables of every text and no others, once as long as there is its tree: code hangs on no runtime, so it is
 * run in all of them.
 */
export function compileOnce(tree: SyntaxTree, source: Source): Compiled {
  const { uri, path, folder, home } = source;
  const compiled = known(tree);
  const place = JSON.stringify([uri, path, folder, home]);
  const before = compiled.get(place);
  if (before !== undefined) return before;
  const made = compile(tree, source, (name) => baseScope.get(name));
  compiled.set(place, made);
  return made;
}
