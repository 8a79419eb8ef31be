import type { ParseError } from './node';
import type { Part, TokenPart } from './parts';

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')', '${': '}', '"': '"', "''": "''" };
const OPENING: ReadonlySet<string> = new Set(Object.keys(CLOSING));
const ENDS: ReadonlySet<string> = new Set(Object.values(CLOSING));

const NAMES: Readonly<Record<string, string>> = {
  identifier: 'a name',
  variable_expression: 'an expression',
  integer_expression: 'a number',
  string_fragment: 'text',
  path_fragment: 'a path',
};

/** A token that the parser had to imagine. */
export function describeMissing(type: string): string {
  return `syntax error, missing ${NAMES[type] ?? `'${type}'`}`;
}

function isSign(part: Part): part is TokenPart {
  return part.part === 'token';
}

/** The innermost bracket or quote that is opened here and not closed, or the first that is closed and was not opened. */
function unbalanced(tokens: readonly TokenPart[]): { readonly token: TokenPart; readonly opens: boolean } | undefined {
  const open: TokenPart[] = [];
  for (const token of tokens) {
    const last = open.at(-1);
    if (last && CLOSING[last.type] === token.type) open.pop();
    else if (OPENING.has(token.type)) open.push(token);
    else if (ENDS.has(token.type)) return { token, opens: false };
  }
  const token = open.at(-1);
  return token && { token, opens: true };
}

/** Says in one line what is wrong with text that did not parse, and where, in Nix's words where it has some. */
export function describeError(text: string, start: number, end: number, parts: readonly Part[]): ParseError {
  const bracket = unbalanced(parts.filter(isSign));
  if (bracket?.opens) {
    const { token } = bracket;
    const close = CLOSING[token.type] ?? '';
    const what = close === '"' || close === "''" ? 'string' : `'${token.type}'`;
    return { message: `syntax error, ${what} is not closed: expecting '${close}'`, start: token.start, end: token.end };
  }
  if (bracket) {
    const { token } = bracket;
    return { message: `syntax error, unexpected '${token.type}'`, start: token.start, end: token.end };
  }
  return unexpected(text, start, end);
}

function unexpected(text: string, start: number, end: number): ParseError {
  if (start >= text.length) return { message: 'syntax error, unexpected end of file', start, end };
  const word = /^(?:[\w'-]+|\S)/u.exec(text.slice(start, Math.min(end, start + 40)))?.[0] ?? '';
  const printable = /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(word);
  return { message: `syntax error, unexpected ${printable ? `'${word}'` : 'character'}`, start, end };
}
