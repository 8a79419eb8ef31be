/** A POSIX extended regular expression over bytes, as a tree. */
export type Expression =
  | { readonly kind: 'empty' }
  | { readonly kind: 'bytes'; readonly accepts: Uint8Array }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'group'; readonly index: number; readonly body: Expression }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly first: Expression; readonly second: Expression }
  | { readonly kind: 'repeat'; readonly body: Expression; readonly min: number; readonly max: number | undefined };

export interface Parsed {
  readonly expression: Expression;
  readonly groups: number;
}

const SPECIAL = '^$\\.*+?()[]{}|';
const MAX_COUNT = 100_000;

/** Thrown inside the parser; `parseRegex` turns it into undefined. */
class Malformed {}

interface Cursor {
  readonly text: string;
  at: number;
  groups: number;
}

/** Parses what Nix accepts: ERE without back references, only special characters escaped. Undefined when malformed. */
export function parseRegex(text: string): Parsed | undefined {
  const cursor: Cursor = { text, at: 0, groups: 0 };
  try {
    const expression = choice(cursor);
    return cursor.at < text.length ? undefined : { expression, groups: cursor.groups };
  } catch (signal) {
    if (signal instanceof Malformed) return undefined;
    throw signal;
  }
}

const peek = (cursor: Cursor): string => cursor.text.charAt(cursor.at);

function eat(cursor: Cursor, char: string): boolean {
  if (peek(cursor) !== char) return false;
  cursor.at++;
  return true;
}

function choice(cursor: Cursor): Expression {
  let first = sequence(cursor);
  while (eat(cursor, '|')) first = { kind: 'choice', first, second: sequence(cursor) };
  return first;
}

function sequence(cursor: Cursor): Expression {
  const parts: Expression[] = [];
  for (let part = term(cursor); part !== undefined; part = term(cursor)) parts.push(part);
  return parts.length === 0 ? { kind: 'empty' } : { kind: 'sequence', parts };
}

function term(cursor: Cursor): Expression | undefined {
  if (eat(cursor, '^')) return { kind: 'start' };
  if (eat(cursor, '$')) return { kind: 'end' };
  const body = atom(cursor);
  return body === undefined ? undefined : quantified(cursor, body);
}

function quantified(cursor: Cursor, body: Expression): Expression {
  if (eat(cursor, '*')) return quantified(cursor, { kind: 'repeat', body, min: 0, max: undefined });
  if (eat(cursor, '+')) return quantified(cursor, { kind: 'repeat', body, min: 1, max: undefined });
  if (eat(cursor, '?')) return quantified(cursor, { kind: 'repeat', body, min: 0, max: 1 });
  if (eat(cursor, '{')) return quantified(cursor, { kind: 'repeat', body, ...interval(cursor) });
  return body;
}

function interval(cursor: Cursor): { min: number; max: number | undefined } {
  const min = count(cursor);
  if (min === undefined) throw new Malformed();
  const max = eat(cursor, ',') ? count(cursor) : min;
  if (!eat(cursor, '}') || (max !== undefined && max < min)) throw new Malformed();
  return { min, max };
}

function count(cursor: Cursor): number | undefined {
  const digits = /^\d+/.exec(cursor.text.slice(cursor.at, cursor.at + 10))?.[0];
  if (digits === undefined) return undefined;
  cursor.at += digits.length;
  const value = Number(digits);
  if (value > MAX_COUNT) throw new Malformed();
  return value;
}

function atom(cursor: Cursor): Expression | undefined {
  const char = peek(cursor);
  if (char === '' || char === '|' || char === ')') return undefined;
  cursor.at++;
  switch (char) {
    case '(':
      return group(cursor);
    case '[':
      return { kind: 'bytes', accepts: bracket(cursor) };
    case '.':
      return { kind: 'bytes', accepts: bytes((byte) => byte !== 0) };
    case '\\':
      return escaped(cursor);
    case '*':
    case '+':
    case '?':
    case '{':
      throw new Malformed();
    default:
      return literal(char);
  }
}

function literal(char: string): Expression {
  const code = char.charCodeAt(0);
  return { kind: 'bytes', accepts: bytes((byte) => byte === code) };
}

function bytes(accepts: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (accepts(byte) ? 1 : 0));
}

function group(cursor: Cursor): Expression {
  const index = cursor.groups++;
  const body = choice(cursor);
  if (!eat(cursor, ')')) throw new Malformed();
  return { kind: 'group', index, body };
}

function escaped(cursor: Cursor): Expression {
  const char = peek(cursor);
  if (char === '' || !SPECIAL.includes(char)) throw new Malformed();
  cursor.at++;
  return literal(char);
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /[ \t-\r]/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  print: /[ -~]/,
  graph: /[!-~]/,
  cntrl: /[^ -~\x80-\xff]/,
  xdigit: /[0-9A-Fa-f]/,
};

/**
 * A bracket expression after its `[`. A `]` that comes first stands for itself, and so does a backslash; a dash does at the ends alone,
 * else it makes a range of the characters around it.
 */
function bracket(cursor: Cursor): Uint8Array {
  const negated = eat(cursor, '^');
  const accepts = new Uint8Array(256);
  let last: number | undefined = element(cursor);
  if (last !== undefined) accepts[last] = 1;
  else named(cursor, accepts);
  while (!eat(cursor, ']')) {
    if (peek(cursor) === '-') {
      range(cursor, accepts, last);
      last = undefined;
      continue;
    }
    last = element(cursor);
    if (last !== undefined) accepts[last] = 1;
    else named(cursor, accepts);
  }
  return negated ? accepts.map((accepted) => 1 - accepted) : accepts;
}

/** From a dash on: one that is last stands for itself. */
function range(cursor: Cursor, accepts: Uint8Array, from: number | undefined): void {
  cursor.at++;
  if (peek(cursor) === ']') {
    accepts[0x2d] = 1;
    return;
  }
  const to = from === undefined || cursor.text.startsWith('[', cursor.at) ? undefined : element(cursor);
  if (from === undefined || to === undefined || to < from) throw new Malformed();
  accepts.fill(1, from, to + 1);
}

/** `[:alpha:]` and `[=x=]`. */
function named(cursor: Cursor, accepts: Uint8Array): void {
  const found = /^\[([:=])([^:=]*)\1\]/.exec(cursor.text.slice(cursor.at, cursor.at + 20));
  const [whole = '', sign, name = ''] = found ?? [];
  cursor.at += whole.length;
  if (sign === '=' && name.length === 1) {
    accepts[name.charCodeAt(0)] = 1;
    return;
  }
  const known = sign === ':' ? CLASSES[name] : undefined;
  if (known === undefined) throw new Malformed();
  for (let byte = 0; byte < 256; byte++) if (known.test(String.fromCharCode(byte))) accepts[byte] = 1;
}

/** One character, `[.x.]` included; undefined before a class. */
function element(cursor: Cursor): number | undefined {
  const char = peek(cursor);
  if (char === '') throw new Malformed();
  const collating = /^\[\.(.)\.\]/s.exec(cursor.text.slice(cursor.at, cursor.at + 5));
  if (collating !== null) {
    cursor.at += collating[0].length;
    return collating[1]?.charCodeAt(0);
  }
  if (/^\[[.:=]/.test(cursor.text.slice(cursor.at, cursor.at + 2))) return undefined;
  cursor.at++;
  return char.charCodeAt(0);
}
