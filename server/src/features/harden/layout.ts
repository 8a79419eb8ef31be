import { indentAt, lineStart } from '../../base/edit';
import type { AttrsNode } from '../../syntax/node';

/** How a text is laid out. */
export interface Layout {
  readonly eol: string;
  /** One step of indentation. */
  readonly step: string;
}

/** The layout of a text, its step as a set in it has it. */
export function layoutOf(text: string, set: AttrsNode | undefined): Layout {
  return { eol: text.includes('\r\n') ? '\r\n' : '\n', step: stepOf(text, set) };
}

function stepOf(text: string, set: AttrsNode | undefined): string {
  if (set === undefined) return /\n\t/.test(text) ? '\t' : (/\n( +)\S/.exec(text)?.[1] ?? '  ');
  const base = indentAt(text, set.start);
  const inner = set.bindings
    .filter(({ start }) => startsLine(text, start))
    .map(({ start }) => indentAt(text, start))
    .find((indent) => indent.length > base.length && indent.startsWith(base));
  return inner === undefined ? (base.startsWith('\t') ? '\t' : '  ') : inner.slice(base.length);
}

/** The offset of the line feed that ends a line, or of the text's end. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

export function startsLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === '';
}

/** The end of what belongs to code that ends at an offset: a comment behind it, where nothing else is. Undefined where code follows. */
export function lastInLine(text: string, offset: number): number | undefined {
  const rest = text.slice(offset, lineEnd(text, offset)).replace(/\r$/, '');
  return /^[ \t]*(#.*|\/\*.*\*\/[ \t]*)?$/.test(rest) ? offset + rest.trimEnd().length : undefined;
}
