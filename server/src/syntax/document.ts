import type { Span } from '../base/span';
import { type Concrete, parsed, withTree } from './concrete';
import { difference, editTree } from './difference';
import type { SyntaxTree } from './node';

/** A text change: the characters of a span are replaced. Several apply one after the other, as in the Language Server Protocol. */
export interface TextChange extends Span {
  readonly text: string;
}

/** An open text with its tree. Every edit gives a new immutable tree. */
export interface SyntaxDocument {
  readonly tree: () => SyntaxTree;
  readonly edit: (changes: readonly TextChange[]) => SyntaxTree;
  /** Brings the document to this text; what changed is found by comparison. */
  readonly update: (text: string) => SyntaxTree;
  /** Frees the parser's memory. The trees given out stay as they are; the document itself is of no more use. */
  readonly dispose: () => void;
}

/** Changes a text. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes.reduce((now, change) => now.slice(0, change.start) + change.text + now.slice(change.end), text);
}

/** A text that is parsed anew only where it is edited. */
export function openDocument(text: string, { parse, symbols }: Concrete): SyntaxDocument {
  let concrete = parse(text);
  let current = parsed(concrete, text, symbols);

  const update = (after: string): SyntaxTree => {
    const before = current.tree.text;
    const changes = difference(before, after);
    if (!changes) return current.tree;
    editTree(concrete, before, after, changes);
    const next = parse(after, concrete);
    current = withTree(concrete, (old) => {
      const changed = old
        .getChangedRanges(next)
        .map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex }));
      return parsed(next, after, symbols, { ...current.lowered, difference: changes, changed });
    });
    concrete = next;
    return current.tree;
  };

  return {
    tree: () => current.tree,
    edit: (changes) => update(applyChanges(current.tree.text, changes)),
    update,
    dispose: () => concrete.delete(),
  };
}
