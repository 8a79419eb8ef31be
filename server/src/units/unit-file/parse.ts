import type { Span } from '../../base/span';

/** A `Key=Value` line, with the lines that continue it. */
export interface Assignment {
  readonly key: string;
  readonly keySpan: Span;
  /** Continuation lines joined with a blank, blanks around it dropped. */
  readonly value: string;
  /** From the first character of the value to its last, over all lines; undefined for a line without `=`. */
  readonly valueSpan: Span | undefined;
}

export interface UnitFileSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly assignments: readonly Assignment[];
}

interface Line extends Span {
  readonly text: string;
}

const COMMENT = /^\s*[#;]/;
const HEADER = /^\s*\[([^\]]*)\]?\s*$/;

/**
 * The sections of a unit file, as systemd.syntax(7) has them: `#` and `;` begin comments, also between continued lines; a backslash at
 * the end continues a line. Never fails: what is no assignment is left out, a name without `=` is kept without a value.
 */
export function parseUnitFile(text: string): readonly UnitFileSection[] {
  const sections: { readonly name: string; readonly nameSpan: Span; readonly assignments: Assignment[] }[] = [];
  const lines = linesOf(text);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined || line.text.trim() === '' || COMMENT.test(line.text)) continue;
    const header = HEADER.exec(line.text);
    if (header !== null) {
      const start = line.start + line.text.indexOf('[') + 1;
      const name = header[1] ?? '';
      sections.push({ name, nameSpan: { start, end: start + name.length }, assignments: [] });
      continue;
    }
    const end = lastContinued(lines, at);
    const assignment = assignmentOf(lines.slice(at, end + 1));
    if (assignment !== undefined) sections.at(-1)?.assignments.push(assignment);
    at = end;
  }
  return sections;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((raw) => {
    const line = { start, end: start + raw.length, text: raw.replace(/\r$/, '') };
    start += raw.length + 1;
    return line;
  });
}

/** The index of the last line that belongs to the one at `first`. */
function lastContinued(lines: readonly Line[], first: number): number {
  let at = first;
  while (at + 1 < lines.length) {
    const { text } = lines[at] ?? { text: '' };
    const isComment = at > first && COMMENT.test(text);
    if (!isComment && !text.endsWith('\\')) break;
    at++;
  }
  return at;
}

function assignmentOf(lines: readonly Line[]): Assignment | undefined {
  const [first, ...more] = lines;
  if (first === undefined) return undefined;
  const equals = first.text.indexOf('=');
  const key = (equals === -1 ? first.text : first.text.slice(0, equals)).trim();
  const keyStart = first.start + first.text.length - first.text.trimStart().length;
  const keySpan = { start: keyStart, end: keyStart + key.length };
  if (equals === -1) return { key, keySpan, value: '', valueSpan: undefined };
  const parts = [
    { start: first.start + equals + 1, text: first.text.slice(equals + 1) },
    ...more.filter(({ text }) => !COMMENT.test(text)),
  ];
  const value = parts
    .map(({ text }) => text.replace(/\\$/, ''))
    .join(' ')
    .trim();
  return { key, keySpan, value, valueSpan: valueSpan(parts) };
}

function valueSpan(parts: readonly { readonly start: number; readonly text: string }[]): Span {
  const [first] = parts;
  const last = parts.at(-1);
  const start = (first?.start ?? 0) + (first?.text.length ?? 0) - (first?.text.trimStart().length ?? 0);
  return { start, end: Math.max(start, (last?.start ?? 0) + (last?.text.trimEnd().length ?? 0)) };
}
