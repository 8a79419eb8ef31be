import type { FileLine, FilePiece, GeneratedFile } from '../generated-file';
import type { Entry, ValueHole } from '../model';

/** A piece of a text: as the world writes it, or an option's value with where that was written. */
export type Part = string | Pick<Entry, 'value' | 'holes' | 'keys' | 'values' | 'conditions'>;

interface Text {
  readonly text: string;
  readonly holes: readonly ValueHole[];
  readonly pieces: readonly FilePiece[];
}

function joined(parts: readonly Part[]): Text {
  let text = '';
  const holes: ValueHole[] = [];
  const pieces: FilePiece[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const start = text.length;
    text += part.value;
    holes.push(...part.holes.map((hole) => ({ ...hole, start: hole.start + start, end: hole.end + start })));
    pieces.push({ start, end: text.length, keys: part.keys, values: part.values });
  }
  return { text, holes, pieces };
}

/** What of some ranges lies in a line, by offsets in the line. */
function within<T extends { readonly start: number; readonly end: number }>(
  ranges: readonly T[],
  start: number,
  end: number,
): readonly T[] {
  return ranges
    .filter((range) => range.start <= end && range.end >= start)
    .map((range) => ({ ...range, start: Math.max(range.start, start) - start, end: Math.min(range.end, end) - start }));
}

/** The lines that parts become side by side: one, or more where a value has line breaks. */
export function linesOf(parts: readonly Part[]): readonly FileLine[] {
  const { text, holes, pieces } = joined(parts);
  const conditions = [...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : part.conditions)))];
  let start = 0;
  return text.split('\n').map((line) => {
    const end = start + line.length;
    const found = { text: line, holes: within(holes, start, end), pieces: within(pieces, start, end), conditions };
    start = end + 1;
    return found;
  });
}

/** The file of some lines, with what they hang on. */
export function fileOf(
  file: Omit<GeneratedFile, 'lines' | 'assumptions' | 'unknowns'>,
  lines: readonly FileLine[],
  assumptions: readonly string[],
): GeneratedFile {
  return {
    ...file,
    lines,
    assumptions: [...new Set([...assumptions, ...lines.flatMap(({ conditions }) => conditions)])],
    unknowns: [...new Set(lines.flatMap(({ holes }) => holes.map(({ why }) => why)))],
  };
}
