import { Edit, type Tree } from 'web-tree-sitter';

/** Two texts are equal before `start`, and from `oldEnd` and `newEnd` on. */
export interface Difference {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** What has changed between two texts; a surrogate pair is never cut. `undefined`: nothing. */
export function difference(before: string, after: string): Difference | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  if (isLowSurrogate(before.charCodeAt(start)) || isLowSurrogate(after.charCodeAt(start)))
    start = Math.max(0, start - 1);
  let same = 0;
  const most = shorter - start;
  while (same < most && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same))
    same++;
  if (isLowSurrogate(before.charCodeAt(before.length - same)) && same > 0) same--;
  return { start, oldEnd: before.length - same, newEnd: after.length - same };
}

function pointAt(text: string, offset: number): { readonly row: number; readonly column: number } {
  let row = 0;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}

/** Tells a concrete tree what has changed, so that the next parse can use it. */
export function editTree(tree: Tree, before: string, after: string, { start, oldEnd, newEnd }: Difference): void {
  tree.edit(
    new Edit({
      startIndex: start,
      oldEndIndex: oldEnd,
      newEndIndex: newEnd,
      startPosition: pointAt(before, start),
      oldEndPosition: pointAt(before, oldEnd),
      newEndPosition: pointAt(after, newEnd),
    }),
  );
}
