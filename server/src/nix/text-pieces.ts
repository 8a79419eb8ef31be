import type { Span } from '../base/span';
import type { NixString, WrittenPart } from './value';

/** A stretch of a string that is the text of one part of a literal. */
export interface TextPiece extends Span, WrittenPart {}

/** Enough for any script; what is joined of more is data. */
const MOST = 20_000;

/**
 * The stretches of a string whose place in the source is known, in their order. Needs a runtime that keeps pieces; what a function
 * changed on the way has none.
 */
export function textPieces(string: NixString): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  const waiting: NixString[] = [string];
  let at = 0;
  for (let next = waiting.pop(); next !== undefined && pieces.length < MOST; next = waiting.pop()) {
    const { made, text } = next;
    if (made !== undefined && !('literal' in made)) {
      for (const part of made.toReversed()) waiting.push(part);
      continue;
    }
    if (made !== undefined && text !== '') pieces.push({ ...made, start: at, end: at + text.length });
    at += text.length;
  }
  return pieces;
}
