import type { Fault } from '../types';
import { faultAt, type Slice } from './slice';

export interface Unescaped {
  readonly text: string;
  /** Characters of the escape after its backslash. */
  readonly length: number;
}

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  s: ' ',
};
const numeric: readonly {
  readonly pattern: RegExp;
  readonly digits: number;
  readonly base: number;
  readonly max: number;
}[] = [
  { pattern: /^x[0-9a-fA-F]{2}/, digits: 2, base: 16, max: 0xff },
  { pattern: /^u[0-9a-fA-F]{4}/, digits: 4, base: 16, max: 0xffff },
  { pattern: /^U[0-9a-fA-F]{8}/, digits: 8, base: 16, max: 0x10ffff },
  { pattern: /^[0-7]{3}/, digits: 3, base: 8, max: 0xff },
];

/** The C escape at `index` of a text, just after its backslash; undefined when there is none that systemd knows. */
export function unescapeAt(text: string, index: number, acceptNul = false): Unescaped | undefined {
  const plain = simple[text[index] ?? ''];
  if (plain !== undefined) return { text: plain, length: 1 };
  const rest = text.slice(index, index + 9);
  const form = numeric.find(({ pattern }) => pattern.test(rest));
  const whole = form?.pattern.exec(rest)?.[0];
  if (form === undefined || whole === undefined) return undefined;
  const code = Number.parseInt(whole.slice(-form.digits), form.base);
  if (code > form.max || (code === 0 && !acceptNul)) return undefined;
  if (form.base === 16 && form.digits > 2 && code >= 0xd800 && code <= 0xdfff) return undefined;
  return { text: String.fromCodePoint(code), length: whole.length };
}

/** A whole slice with its C escapes resolved, or the first that is none. */
export function unescapeAll(slice: Slice, acceptNul = false): Slice | Fault {
  let text = '';
  const offsets: number[] = [];
  for (let i = 0; i < slice.text.length; i++) {
    const at = slice.offsets[i] ?? 0;
    const sequence = slice.text[i] === '\\' ? unescapeAt(slice.text, i + 1, acceptNul) : undefined;
    if (slice.text[i] === '\\' && sequence === undefined) {
      return faultAt(slice, i, Math.min(i + 2, slice.text.length), 'Not an escape sequence that systemd knows');
    }
    const piece = sequence?.text ?? slice.text[i] ?? '';
    for (let k = 0; k < piece.length; k++) offsets.push(at);
    text += piece;
    i += sequence?.length ?? 0;
  }
  return { text, offsets: [...offsets, slice.offsets.at(-1) ?? 0] };
}
