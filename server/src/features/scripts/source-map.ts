import { type Origin, type Span, sameOrigin } from '../../base/span';
import type { TextPiece } from '../../nix/text-pieces';
import type { SourceDocument } from '../../rules/rule';
import { enclosing } from '../../syntax/find';
import { type SourceSpans, sourceSpans } from '../../syntax/literal-map';
import type { StringNode } from '../../syntax/node';
import type { Script } from '../../units/model';

/** The text and tree of a document at hand. */
export type DocumentOf = (uri: string) => SourceDocument | undefined;

/** The places of one literal's text. */
interface Literal {
  readonly node: StringNode;
  readonly spans: SourceSpans;
}

/** Where a generated text was written. */
export interface SourceMap {
  /**
   * The place in the source of a stretch of the text that begins and ends in one literal; undefined for any other: what is generated,
   * what an interpolation gave, and what is not known. An empty stretch may be at a literal's end.
   */
  readonly origin: (stretch: Span) => Origin | undefined;
  /** The stretches of the text that were written in literals. */
  readonly pieces: readonly TextPiece[];
  /** The literal that all of the text was written as, but for what is generated around it; undefined where it is put together. */
  readonly whole: StringNode | undefined;
  /** How the literal is written that an offset of the text stands in. */
  readonly styleAt: (offset: number) => StringNode['style'] | undefined;
  /** Each part of a literal that a stretch has a share in, with the place of that share. */
  readonly origins: (stretch: Span) => readonly Origin[];
}

function literalAt({ tree }: SourceDocument, { start, end }: Origin): Literal | undefined {
  const node = enclosing(tree, start).find(
    (each): each is StringNode => each.kind === 'string' && each.start === start && each.end === end,
  );
  return node === undefined ? undefined : { node, spans: sourceSpans(node, tree.text) };
}

/** The share of a stretch that lies in a piece, by offsets in the piece. */
function within(piece: TextPiece, { start, end }: Span): Span {
  return { start: Math.max(start, piece.start) - piece.start, end: Math.min(end, piece.end) - piece.start };
}

/** Leads from a generated file's text to the literals that it was written in. */
export function sourceMap({ pieces, holes, origin: made }: Script, documentOf: DocumentOf): SourceMap {
  const known = new Map<string, Literal | undefined>();
  const literalOf = ({ literal }: TextPiece): Literal | undefined => {
    const key = `${literal.uri} ${literal.start} ${literal.end}`;
    if (!known.has(key)) {
      const document = documentOf(literal.uri);
      known.set(key, document && literalAt(document, literal));
    }
    return known.get(key);
  };
  const place = (piece: TextPiece, stretch: Span): Origin | undefined => {
    const span = literalOf(piece)?.spans(piece.part, within(piece, stretch));
    return span && { uri: piece.literal.uri, ...span };
  };
  const pieceAt = (offset: number): TextPiece | undefined =>
    pieces.find(({ start, end }) => start <= offset && offset < end);
  const pieceAround = (offset: number): TextPiece | undefined =>
    pieceAt(offset) ?? pieces.find(({ end }) => end === offset);

  const isWhole = made !== undefined && pieces.every(({ literal }) => sameOrigin(literal, made));

  return {
    pieces,
    whole: isWhole && pieces[0] !== undefined ? literalOf(pieces[0])?.node : undefined,
    styleAt: (offset) => {
      const piece = pieceAround(offset);
      return piece && literalOf(piece)?.node.style;
    },
    origin: (stretch) => {
      if (holes.some((hole) => hole.start < stretch.end && stretch.start < hole.end)) return undefined;
      const isEmpty = stretch.start === stretch.end;
      const first = isEmpty ? pieceAround(stretch.start) : pieceAt(stretch.start);
      const last = isEmpty ? first : pieceAt(stretch.end - 1);
      if (first === undefined || last === undefined || !sameOrigin(first.literal, last.literal)) return undefined;
      const from = place(first, stretch);
      const to = place(last, stretch);
      return from && to && from.start <= to.end ? { ...from, end: to.end } : undefined;
    },
    origins: (stretch) =>
      pieces
        .filter(({ start, end }) => start < stretch.end && stretch.start < end)
        .flatMap((piece) => place(piece, stretch) ?? []),
  };
}
