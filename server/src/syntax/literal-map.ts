import type { Span } from '../base/span';
import { doubleQuotedPieces, indentedPieces, type Piece } from './literal-text';
import type { LiteralPart, StringNode } from './node';

/** An offset in the text that one part of a string stands for. */
export interface CookedOffset {
  readonly part: number;
  readonly offset: number;
}

/** The stretches of source between the quotes and the interpolations; `undefined` stands for an interpolation. */
function fragments(node: StringNode): readonly (Span | undefined)[] {
  const quotes = node.style === 'double' ? 1 : 2;
  const found: (Span | undefined)[] = [];
  let from = node.start + quotes;
  const upTo = (end: number) => {
    if (end > from) found.push({ start: from, end });
  };
  for (const part of node.parts) {
    if (part.kind !== 'interpolation') continue;
    upTo(part.start);
    found.push(undefined);
    from = part.end;
  }
  upTo(node.end - quotes);
  return found;
}

/** The pieces of each part of a string; an interpolation has none. */
function piecesOf(node: StringNode, text: string): readonly (readonly Piece[])[] {
  const all =
    node.style === 'double'
      ? fragments(node).map((fragment) => fragment && doubleQuotedPieces(text, fragment))
      : indentedPieces(text, fragments(node));
  const texts = all.filter((pieces) => pieces !== undefined && pieces.length > 0).map((pieces) => pieces ?? []);
  let next = 0;
  return node.parts.map((part: LiteralPart) => (part.kind === 'text' ? (texts[next++] ?? []) : []));
}

/** Whether each character of the source is one of the value: not so in an escape. */
function verbatim(piece: Piece): boolean {
  return piece.end - piece.start === piece.value.length;
}

function sourceOffset(pieces: readonly Piece[], offset: number, side: 'start' | 'end'): number | undefined {
  let before = 0;
  for (const piece of pieces) {
    const within = offset - before;
    const reaches = side === 'start' ? within < piece.value.length : within <= piece.value.length;
    if (reaches) {
      if (within === 0) return piece.start;
      if (within === piece.value.length) return piece.end;
      return verbatim(piece) ? piece.start + within : side === 'start' ? piece.start : piece.end;
    }
    before += piece.value.length;
  }
  return pieces.at(-1)?.end;
}

/**
 * Where a stretch of a text part's value stands in the source: `start` and `end` are offsets in that value. Escapes are
 * covered whole. `undefined` when the part is no text.
 */
export type SourceSpans = (part: number, stretch: Span) => Span | undefined;

/** The places of a literal's text, for several questions about it. */
export function sourceSpans(node: StringNode, text: string): SourceSpans {
  const all = piecesOf(node, text);
  return (part, { start, end }) => {
    const pieces = all[part] ?? [];
    const from = sourceOffset(pieces, start, 'start');
    const to = sourceOffset(pieces, end, end === start ? 'start' : 'end');
    return from === undefined || to === undefined ? undefined : { start: from, end: to };
  };
}

/** As `sourceSpans`, for one question. */
export function sourceSpan(node: StringNode, text: string, part: number, stretch: Span): Span | undefined {
  return sourceSpans(node, text)(part, stretch);
}

/** The part and the offset in its value that stand at a source offset; `undefined` outside of text. */
export function cookedOffset(node: StringNode, text: string, offset: number): CookedOffset | undefined {
  const pieces = piecesOf(node, text);
  for (const [part, list] of pieces.entries()) {
    const first = list[0];
    const last = list.at(-1);
    if (!first || !last || offset < (node.parts[part]?.start ?? 0) || offset > (node.parts[part]?.end ?? 0)) continue;
    let before = 0;
    for (const piece of list) {
      if (offset < piece.start) return { part, offset: before };
      if (offset < piece.end) return { part, offset: before + (verbatim(piece) ? offset - piece.start : 0) };
      before += piece.value.length;
    }
    return { part, offset: before };
  }
  return undefined;
}
