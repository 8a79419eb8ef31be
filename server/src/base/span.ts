/** A range of UTF-16 offsets in one text: start inclusive, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something stands in a source: the document's URI and a span in its text. */
export interface Origin extends Span {
  readonly uri: string;
}

/** Whether both are the same place, or both are none. */
export function sameOrigin(a: Origin | undefined, b: Origin | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.uri === b.uri && a.start === b.start && a.end === b.end;
}

/** A zero-based line and UTF-16 column, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Line starts of a text, for conversions between offsets and positions. */
export interface LineMap {
  readonly starts: readonly number[];
  readonly length: number;
}

/** Builds the line map of a text; `\n`, `\r\n` and a lone `\r` end a line, as in the Language Server Protocol. */
export function lineMap(text: string): LineMap {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return { starts, length: text.length };
}

/** The line and character of an offset, both from 0; one outside of the text counts as its nearest end. */
export function positionAt(map: LineMap, offset: number): Position {
  const at = Math.max(0, Math.min(offset, map.length));
  let low = 0;
  let high = map.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map.starts[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: at - (map.starts[low] as number) };
}

/** The offset of a position; one behind the end of its line counts as that end. */
export function offsetAt(map: LineMap, position: Position): number {
  const start = map.starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : map.length;
  const next = map.starts[position.line + 1] ?? map.length + 1;
  return Math.max(start, Math.min(start + position.character, next - 1, map.length));
}

/** A span in lines and characters. */
export function rangeOf(map: LineMap, span: Span): Range {
  return { start: positionAt(map, span.start), end: positionAt(map, span.end) };
}

/** Whether an offset lies in a span; both of its ends do. */
export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
