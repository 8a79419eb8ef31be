import { contains, type Span } from '../base/span';
import { children } from './children';
import type { AttrBinding, AttrName, Binding, Node, SyntaxTree } from './node';

/** The expressions and bindings around an offset, the outermost first; an end counts as inside. */
export function enclosing(tree: SyntaxTree, offset: number): readonly (Node | Binding)[] {
  const found: (Node | Binding)[] = [];
  let next: Node | Binding | undefined = contains(tree.root, offset) ? tree.root : undefined;
  while (next) {
    found.push(next);
    next = innermost(children(next), offset);
  }
  return found;
}

/** The expression or binding that takes up exactly a span. */
export function itemAt(tree: SyntaxTree, { start, end }: Span): Node | Binding | undefined {
  return enclosing(tree, start).find((item) => item.start === start && item.end === end);
}

/** Where two items meet at the offset, the one that begins there: it is the one being written before the other. */
function innermost(items: readonly (Node | Binding)[], offset: number): Node | Binding | undefined {
  return items.findLast((item) => contains(item, offset));
}

/** The names of an attribute path up to the first that is computed. */
export function staticNames(path: readonly AttrName[]): readonly string[] {
  const names: string[] = [];
  for (const name of path) {
    if (name.kind !== 'name') break;
    names.push(name.name);
  }
  return names;
}

/** Where an offset stands among attribute names. */
export interface AttrPosition {
  /** The names of all bindings around the offset, from the outermost; a computed name is `undefined`. */
  readonly names: readonly (string | undefined)[];
  /** The binding whose own path is at the offset, and which of its names. */
  readonly at: { readonly binding: AttrBinding; readonly index: number } | undefined;
}

/**
 * The attribute path that encloses an offset. A name that is being written is not part of `names`; the names before it
 * in the same path are.
 */
export function attrPathAt(tree: SyntaxTree, offset: number): AttrPosition {
  const names: (string | undefined)[] = [];
  for (const item of enclosing(tree, offset)) {
    if (item.kind !== 'binding') continue;
    const index = item.path.findIndex((name) => contains(name, offset));
    const before = index === -1 ? item.path : item.path.slice(0, index);
    names.push(...before.map((name) => (name.kind === 'name' ? name.name : undefined)));
    if (index !== -1) return { names, at: { binding: item, index } };
  }
  return { names, at: undefined };
}
