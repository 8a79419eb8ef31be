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

/** Texts are compared in blocks first: comparing slices is many times faster than comparing characters. */
const BLOCK = 1024;

function commonPrefix(a: string, b: string, most: number): number {
  let length = 0;
  while (length + BLOCK <= most && a.slice(length, length + BLOCK) === b.slice(length, length + BLOCK)) length += BLOCK;
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

function commonSuffix(a: string, b: string, most: number): number {
  const block = (text: string, length: number) => text.slice(text.length - length - BLOCK, text.length - length);
  let length = 0;
  while (length + BLOCK <= most && block(a, length) === block(b, length)) length += BLOCK;
  while (length < most && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length++;
  return length;
}

/** What has changed between two texts; a surrogate pair is never cut. `undefined`: nothing. */
export function difference(before: string, after: string): Difference | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = commonPrefix(before, after, shorter);
  if (start > 0 && (isLowSurrogate(before.charCodeAt(start)) || isLowSurrogate(after.charCodeAt(start)))) start--;
  let same = commonSuffix(before, after, shorter - start);
  if (same > 0 && isLowSurrogate(before.charCodeAt(before.length - same))) same--;
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
