import type { Origin } from './span';

/** A piece of a text to be replaced; an insertion where the origin is empty. */
export interface Edit {
  readonly origin: Origin;
  readonly newText: string;
}

/** The text after the edits, in any order; one that overlaps an earlier one is left out. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.origin.start - b.origin.start || a.origin.end - b.origin.end);
  const pieces: string[] = [];
  let at = 0;
  for (const { origin, newText } of sorted) {
    if (origin.start < at) continue;
    pieces.push(text.slice(at, origin.start), newText);
    at = origin.end;
  }
  return [...pieces, text.slice(at)].join('');
}

/** The offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The white space that the line at an offset begins with, as far as the offset. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}
