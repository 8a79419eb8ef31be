import type { Fault } from '../types';
import { part, type Slice, whitespace } from '../values/slice';
import { isFault, nextWord } from '../values/words';
import { unescapesFields } from './facts';

/** The fields of a line, in their order. */
export const FIELDS = ['type', 'path', 'mode', 'user', 'group', 'age', 'argument'] as const;
export type Field = (typeof FIELDS)[number];

/** A line of a tmpfiles.d file by its fields; those that are not written are undefined. */
export type Line = Readonly<Partial<Record<Field, Slice>>>;

/** The fields of a line; a fault where its quotes or escapes do not work out, undefined for comments and blank lines. */
export function parseLine(line: Slice, version: number): Line | Fault | undefined {
  const start = line.text.length - line.text.trimStart().length;
  const text = part(line, start, line.text.trimEnd().length);
  if (text.text === '' || text.text.startsWith('#')) return undefined;
  const rules = { unquote: true, cunescape: unescapesFields(version) };
  const fields: Partial<Record<Field, Slice>> = {};
  let at: number | undefined = 0;
  for (const field of FIELDS) {
    if (at === undefined) break;
    if (field === 'argument') {
      if (at < text.text.length) fields.argument = part(text, at);
      break;
    }
    const found = nextWord(text, at, rules);
    if (found === undefined) break;
    if (isFault(found)) return found;
    fields[field] = found.word;
    at = found.rest;
  }
  return fields;
}

/** The field that an offset of a line's text is in, or that would begin there. */
export function fieldAt(before: string): { readonly field: Field; readonly start: number } {
  let start = 0;
  for (const [index, field] of FIELDS.entries()) {
    const gap = /^[ \t]*/.exec(before.slice(start))?.[0].length ?? 0;
    start += gap;
    const word = index === FIELDS.length - 1 ? undefined : /^(?:"[^"]*"?|'[^']*'?|[^\s"'])+/.exec(before.slice(start));
    const end = start + (word?.[0].length ?? 0);
    if (index === FIELDS.length - 1 || end >= before.length || !whitespace.includes(before[end] ?? '')) {
      return { field, start };
    }
    start = end;
  }
  return { field: 'argument', start };
}
