import type { Span } from '../base/span';
import type { ParseError } from './node';
import type { Part, Source, TokenPart } from './parts';

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

/**
 * Says in one line what is wrong with text that did not parse, and where, in Nix's words where it has some. Of text around
 * another error only an open bracket is said.
 */
export function describeError({ text, start, end, parts }: Source, aroundError: boolean): ParseError | undefined {
  const tokens = parts.filter(isSign);
  const bracket = unbalanced(tokens);
  if (bracket?.opens) {
    const { token } = bracket;
    const close = CLOSING[token.type] ?? '';
    const what = close === '"' || close === "''" ? 'string' : `'${token.type}'`;
    return { message: `syntax error, ${what} is not closed: expecting '${close}'`, start: token.start, end: token.end };
  }
  if (bracket) return unexpectedToken(text, bracket.token);
  if (aroundError) return undefined;
  return unfinished(text, end, parts, tokens) ?? unexpected(text, start, end, tokens);
}

function unexpectedToken(text: string, { start, end }: Span): ParseError {
  return { message: `syntax error, unexpected '${text.slice(start, end)}'`, start, end };
}

/** What a form that was begun still needs, in order. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  if: ['then', 'else'],
  let: ['in'],
  with: [';'],
  assert: [';'],
};

/** What follows where a value should be and is not. */
const NO_VALUE = /^(?:\s|#.*\n)*(?:[;})\]]|$)/;

/** Text that is right as far as it goes. */
function unfinished(
  text: string,
  end: number,
  parts: readonly Part[],
  tokens: readonly TokenPart[],
): ParseError | undefined {
  const last = parts.at(-1);
  const at = (message: string) => ({ message, start: end, end });
  if (last?.part === 'formals') return at("syntax error, missing ':' after the arguments");
  if (last?.part === 'token' && last.type === '=' && NO_VALUE.test(text.slice(end, end + 200))) {
    return at(describeMissing('variable_expression'));
  }
  if (last?.part === 'token' && last.type === '.') return at(describeMissing('identifier'));
  const needed = FORMS[tokens[0]?.type ?? '']?.find((type) => !tokens.some((token) => token.type === type));
  if (needed === undefined || text.slice(end).trim() !== '') return undefined;
  return at(`syntax error, unexpected end of file, expecting '${needed}'`);
}

/** Signs that mostly fit, where another in the same text may not. */
const FITTING: ReadonlySet<string> = new Set(['identifier', '=', '.']);

/** The first sign is the one that did not fit; words before it did. */
function unexpected(text: string, start: number, end: number, tokens: readonly TokenPart[]): ParseError {
  const sign = tokens.find(({ type }) => !FITTING.has(type)) ?? tokens.find(({ type }) => type !== 'identifier');
  if (sign) return unexpectedToken(text, sign);
  if (start >= text.length) return { message: 'syntax error, unexpected end of file', start, end };
  const word = /^(?:[\w'-]+|\S)/u.exec(text.slice(start, Math.min(end, start + 40)))?.[0] ?? '';
  const printable = /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(word);
  return { message: `syntax error, unexpected ${printable ? `'${word}'` : 'character'}`, start, end };
}
