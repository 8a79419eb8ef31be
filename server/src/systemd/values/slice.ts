import type { Fault, Verdict } from '../types';

/** A piece of a value after unquoting or expansion; every character knows where in the value it came from. */
export interface Slice {
  readonly text: string;
  /** Offset in the value of each character of `text`, and of its end. */
  readonly offsets: readonly number[];
}

export const accepted: Verdict = { ok: true };

/** The text itself as a slice, its first character at `start` of the value. */
export function sliceOf(text: string, start = 0): Slice {
  return { text, offsets: Array.from({ length: text.length + 1 }, (_, i) => start + i) };
}

/** The slice between two offsets of a slice. */
export function part(slice: Slice, start: number, end: number = slice.text.length): Slice {
  return { text: slice.text.slice(start, end), offsets: slice.offsets.slice(start, end + 1) };
}

/** A fault over a range of a slice; the whole slice when no range is given. */
export function fault(slice: Slice, message: string, allowed: readonly string[] = []): Fault {
  return faultAt(slice, 0, slice.text.length, message, allowed);
}

/** A fault over a range of a slice, with the words that are allowed there. */
export function faultAt(
  slice: Slice,
  start: number,
  end: number,
  message: string,
  allowed: readonly string[] = [],
): Fault {
  const first = slice.offsets[start] ?? 0;
  return { ok: false, message, start: first, end: Math.max(first, slice.offsets[end] ?? first), allowed };
}

/** The first fault of several checks, run in order; one that systemd passes over in silence only when there is no other. */
export function firstFault<T>(items: Iterable<T>, check: (item: T) => Verdict): Verdict {
  let first: Verdict = accepted;
  for (const item of items) {
    const verdict = check(item);
    if (!verdict.ok && !verdict.silent) return verdict;
    if (first.ok) first = verdict;
  }
  return first;
}

/** A text for messages: quoted, and cut when it is long. */
export function quoted(text: string): string {
  return `'${text.length > 60 ? `${text.slice(0, 57)}…` : text}'`;
}

/** `a, b or c`, at most `limit` of them. */
export function listed(words: readonly string[], limit = 12): string {
  if (words.length > limit) return `${words.slice(0, limit).join(', ')}, …`;
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

export const whitespace = ' \t\n\r';

/** Whether a text has nothing but whitespace, as systemd counts it. */
export function isBlank(text: string): boolean {
  return [...text].every((c) => whitespace.includes(c));
}

/** Length in bytes of UTF-8, which is what systemd's limits count. */
export function byteLength(text: string): number {
  let length = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
