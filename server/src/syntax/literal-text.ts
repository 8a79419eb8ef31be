import type { Span } from '../base/span';

/** A stretch of a literal's source and the text it stands for. */
export interface Piece extends Span {
  readonly value: string;
}

const QUOTE = 39;
const DOLLAR = 36;
const BACKSLASH = 92;
const BRACE = 123;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function escapedChar(char: string): string {
  return ESCAPES[char] ?? char;
}

/** The text between two interpolations of a "…" string (Nix: lexer.l, state STRING): `\r\n` and `\r` become `\n`. */
export function doubleQuotedPieces(text: string, { start, end }: Span): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  const emit = (at: number, length: number, value: string) => {
    if (at > from) pieces.push({ start: from, end: at, value: text.slice(from, at) });
    pieces.push({ start: at, end: at + length, value });
    from = at + length;
  };
  for (let i = start; i < end; i = Math.max(i + 1, from)) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) emit(i, 2, escapedChar(text.charAt(i + 1)));
    else if (c === RETURN) emit(i, text.charCodeAt(i + 1) === NEWLINE ? 2 : 1, '\n');
  }
  if (from < end) pieces.push({ start: from, end, value: text.slice(from, end) });
  return pieces;
}

/** A token of a ''…'' string; an escaped one has a text of its own, and its whitespace is no indentation. */
interface Token extends Span {
  readonly escaped: string | undefined;
}

/** The tokens of a fragment, cut where Nix's lexer cuts them (state IND_STRING), as stripping works on tokens. */
function indentedTokens(text: string, { start, end }: Span): readonly Token[] {
  const tokens: Token[] = [];
  let from = start;
  let i = start;
  const emit = (length: number, escaped: string) => {
    if (i > from) tokens.push({ start: from, end: i, escaped: undefined });
    tokens.push({ start: i, end: i + length, escaped });
    i += length;
    from = i;
  };
  while (i < end) {
    const c = text.charCodeAt(i);
    const next = i + 1 < end ? text.charCodeAt(i + 1) : -1;
    if (c === DOLLAR) {
      if (next === -1 || next === QUOTE || next === BRACE) emit(1, '$');
      else i += 2;
    } else if (c !== QUOTE) {
      i++;
    } else if (next === QUOTE) {
      const sign = text.charCodeAt(i + 2);
      if (sign === BACKSLASH) emit(4, escapedChar(text.charAt(i + 3)));
      else emit(3, sign === QUOTE ? "''" : '$');
    } else if (next === -1 || next === DOLLAR) {
      emit(1, "'");
    } else {
      i += 2;
    }
  }
  if (from < end) tokens.push({ start: from, end, escaped: undefined });
  return tokens;
}

/** Spaces alone between the opening quotes and a newline belong to the opening. */
function withoutOpeningLine(text: string, span: Span): Span {
  let i = span.start;
  while (i < span.end && text.charCodeAt(i) === SPACE) i++;
  return i < span.end && text.charCodeAt(i) === NEWLINE ? { start: i + 1, end: span.end } : span;
}

/** A last line of spaces alone is dropped, where it is in the token that ends the string. */
function withoutClosingLine(text: string, token: Token): Token {
  if (token.escaped !== undefined) return token;
  let i = token.end;
  while (i > token.start && text.charCodeAt(i - 1) === SPACE) i--;
  return i > token.start && text.charCodeAt(i - 1) === NEWLINE ? { ...token, end: i } : token;
}

/** The least number of spaces that a line begins with; lines of spaces alone do not count. */
function indentation(text: string, fragments: readonly (readonly Token[] | undefined)[]): number {
  let least = Number.POSITIVE_INFINITY;
  let current = 0;
  let lineStart = true;
  const endIndentation = () => {
    if (lineStart) least = Math.min(least, current);
    lineStart = false;
  };
  for (const tokens of fragments) {
    if (tokens === undefined) endIndentation();
    for (const token of tokens ?? []) {
      if (token.escaped !== undefined) {
        endIndentation();
        continue;
      }
      for (let i = token.start; i < token.end; i++) {
        const c = text.charCodeAt(i);
        if (c === NEWLINE) {
          lineStart = true;
          current = 0;
        } else if (lineStart && c === SPACE) current++;
        else endIndentation();
      }
    }
  }
  return least;
}

/**
 * The text of a ''…'' string without its indentation, fragment by fragment; `undefined` stands for an interpolation.
 * A fragment that is empty in the end has no pieces. (Nix manual, 'String literal'; parser-state.hh, stripIndentation.)
 */
export function indentedPieces(
  text: string,
  fragments: readonly (Span | undefined)[],
): readonly (readonly Piece[] | undefined)[] {
  const tokens = fragments.map(
    (fragment, index) => fragment && indentedTokens(text, index === 0 ? withoutOpeningLine(text, fragment) : fragment),
  );
  const drop = indentation(text, tokens);
  let lineStart = true;
  let dropped = 0;
  const strip = (token: Token, pieces: Piece[]) => {
    let from = token.start;
    const value = token.escaped ?? text;
    const first = token.escaped === undefined ? token.start : 0;
    const last = token.escaped === undefined ? token.end : value.length;
    for (let i = first; i < last; i++) {
      const c = value.charCodeAt(i);
      if (!lineStart) {
        if (c === NEWLINE) lineStart = true;
      } else if (c === SPACE) {
        if (dropped++ < drop) {
          if (i > from) pieces.push({ start: from, end: i, value: text.slice(from, i) });
          from = token.escaped === undefined ? i + 1 : token.end;
        }
      } else {
        dropped = 0;
        if (c !== NEWLINE) lineStart = false;
      }
    }
    if (from < token.end) {
      pieces.push({ start: from, end: token.end, value: token.escaped ?? text.slice(from, token.end) });
    }
  };
  return tokens.map((list, index) => {
    if (list === undefined) {
      lineStart = false;
      dropped = 0;
      return undefined;
    }
    const pieces: Piece[] = [];
    list.forEach((token, at) => {
      const closes = index === tokens.length - 1 && at === list.length - 1;
      strip(closes ? withoutClosingLine(text, token) : token, pieces);
    });
    return pieces;
  });
}

export function joinPieces(pieces: readonly Piece[]): string {
  return pieces.length === 1 ? (pieces[0] as Piece).value : pieces.map((piece) => piece.value).join('');
}
