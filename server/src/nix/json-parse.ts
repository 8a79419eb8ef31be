import { attrsFrom } from './attrs';
import { NixError } from './errors';
import { fitsInt } from './number';
import { enter, type Runtime } from './runtime';
import { type Lazy, list, str, type Value } from './value';

interface Cursor {
  readonly rt: Runtime;
  readonly text: string;
  at: number;
}

const MAX_UNSIGNED = 2n ** 64n;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const BLANKS = /[ \t\r\n]*/y;
const WORDS: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
];

/** `builtins.fromJSON`: integers of 64 bits stay exact, larger ones become floats, an object's last of equal keys counts. */
export function parseJson(rt: Runtime, text: string): Value {
  const cursor: Cursor = { rt, text, at: 0 };
  const value = readValue(cursor);
  skipBlanks(cursor);
  if (cursor.at < text.length) throw problem(cursor, 'end of input');
  return value;
}

function problem({ text, at }: Cursor, expected: string): NixError {
  const before = text.slice(0, at).split('\n');
  const found = at < text.length ? `unexpected ${JSON.stringify(text.charAt(at))}` : 'unexpected end of input';
  const place = `line ${before.length}, column ${(before[before.length - 1] ?? '').length + 1}`;
  return new NixError('eval', `cannot parse JSON at ${place}: ${found}; expected ${expected}`);
}

function skipBlanks(cursor: Cursor): void {
  take(cursor, BLANKS);
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = cursor.at;
  const found = sticky.exec(cursor.text);
  if (found !== null) cursor.at += found[0].length;
  return found;
}

function eat(cursor: Cursor, char: string): boolean {
  skipBlanks(cursor);
  if (cursor.text.charAt(cursor.at) !== char) return false;
  cursor.at++;
  return true;
}

function readValue(cursor: Cursor): Value {
  skipBlanks(cursor);
  if (eat(cursor, '[')) return nested(cursor, readArray);
  if (eat(cursor, '{')) return nested(cursor, readObject);
  const char = cursor.text.charAt(cursor.at);
  if (char === '"') return str(readString(cursor));
  const word = WORDS.find(([name]) => cursor.text.startsWith(name, cursor.at));
  if (word !== undefined) {
    cursor.at += word[0].length;
    return word[1];
  }
  return readNumber(cursor);
}

function nested(cursor: Cursor, read: (cursor: Cursor) => Value): Value {
  const { rt } = cursor;
  const depth = rt.depth;
  enter(rt);
  const value = read(cursor);
  rt.depth = depth;
  return value;
}

function readArray(cursor: Cursor): Value {
  const items: Lazy[] = [];
  if (eat(cursor, ']')) return list(items);
  do items.push(readValue(cursor));
  while (eat(cursor, ','));
  if (!eat(cursor, ']')) throw problem(cursor, "']'");
  return list(items);
}

function readObject(cursor: Cursor): Value {
  const entries: [string, Lazy][] = [];
  if (eat(cursor, '}')) return attrsFrom(entries);
  do {
    skipBlanks(cursor);
    const name = readString(cursor);
    if (!eat(cursor, ':')) throw problem(cursor, "':'");
    entries.push([name, readValue(cursor)]);
  } while (eat(cursor, ','));
  if (!eat(cursor, '}')) throw problem(cursor, "'}'");
  return attrsFrom(entries);
}

/** Strings of Nix hold any byte but zero. */
export function nullByte(text: string): NixError {
  const shown = text.replaceAll('\0', '␀');
  return new NixError(
    'eval',
    `input string '${shown}' cannot be represented as Nix string because it contains null bytes`,
  );
}

const SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function readString(cursor: Cursor): string {
  const start = cursor.at;
  const text = unquote(take(cursor, STRING)?.[0]);
  if (text?.includes('\0')) throw nullByte(text);
  if (text !== undefined && !SURROGATES.test(text)) return text;
  cursor.at = start;
  throw problem(cursor, 'a string');
}

function unquote(literal: string | undefined): string | undefined {
  try {
    const text: unknown = literal === undefined ? undefined : JSON.parse(literal);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

function readNumber(cursor: Cursor): Value {
  const found = take(cursor, NUMBER);
  if (found === null) throw problem(cursor, 'a value');
  const [text, fraction, exponent] = found;
  if (fraction !== undefined || exponent !== undefined) return Number(text);
  const value = BigInt(text);
  if (fitsInt(value)) return value;
  if (value > 0n && value < MAX_UNSIGNED) {
    throw new NixError('eval', `unsigned json number ${value} outside of Nix integer range`);
  }
  return Number(value);
}
