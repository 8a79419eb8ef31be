import type { Origin } from '../../base/span';
import { quoteString } from '../../syntax/quote';
import type { Fault } from '../../systemd/types';
import type { Slice } from '../../systemd/values/slice';
import { hole } from '../../systemd/values/specifiers';
import type { FileLine, FilePiece, GeneratedFile } from '../../units/generated-file';
import type { Finding, Fix } from '../finding';
import { isLiteral, literalSpan } from '../literal';
import type { Rule, Subject } from '../rule';

/** A line of a tmpfiles.d file that was written in a source, as systemd reads it. */
export interface TmpfilesLine {
  readonly file: GeneratedFile;
  readonly line: FileLine;
  /** A private character stands for each piece that is not known. */
  readonly slice: Slice;
}

/** The lines of all files of tmpfiles.d that are not the world's own. */
export function tmpfilesLines({ analysis }: Subject): readonly TmpfilesLine[] {
  return analysis.generated
    .filter(({ kind }) => kind === 'tmpfiles')
    .flatMap((file) =>
      file.lines.filter(({ pieces }) => pieces.length > 0).map((line) => ({ file, line, slice: sliceWithHoles(line) })),
    );
}

function sliceWithHoles({ text, holes }: FileLine): Slice {
  let known = '';
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const open = holes.find(({ start, end }) => start <= at && at < end);
    offsets.push(at);
    known += open === undefined ? (text[at] ?? '') : hole;
    if (open !== undefined) at = open.end - 1;
  }
  return { text: known, offsets: [...offsets, text.length] };
}

/**
 * Whether a fault hangs on what is not known. In a rule that is one text an unknown piece may hold blanks, so all that follows hangs on
 * it; where each field is written in quotes, only its own.
 */
function isUncertain({ holes, pieces }: FileLine, { start, end }: Fault): boolean {
  const isWhole = pieces.length === 1;
  return holes.some((open) => open.start < end && (isWhole || start < open.end));
}

/** The piece that a part of a line is in, or the first that it touches. */
function pieceAt({ pieces }: FileLine, { start, end }: Fault): FilePiece | undefined {
  const known = pieces.filter(({ keys, values }) => keys.length + values.length > 0);
  return (
    known.find((piece) => piece.start <= start && end <= piece.end) ??
    known.find((piece) => piece.start < end && start < piece.end) ??
    known[0]
  );
}

/** The finding of a fault in a line, on the part of the expression that says it; none where the fault hangs on an unknown. */
export function lineFinding(
  rule: Pick<Rule, 'code' | 'severity'>,
  subject: Subject,
  { line }: TmpfilesLine,
  fault: Fault,
): readonly Finding[] {
  const piece = pieceAt(line, fault);
  const origin = piece?.values[0] ?? piece?.keys[0];
  if (piece === undefined || origin === undefined || isUncertain(line, fault)) return [];
  const text = line.text.slice(piece.start, piece.end);
  const start = Math.max(fault.start - piece.start, 0);
  const end = Math.min(fault.end, piece.end) - piece.start;
  return [
    {
      code: rule.code,
      severity: rule.severity,
      message: `${fault.message}.`,
      origin: literalSpan(subject, origin, text, start, end) ?? origin,
      unit: undefined,
      fixes: fixes(subject, origin, text, { ...fault, start, end }),
    },
  ];
}

const MAX_FIXES = 4;

/** Other words in the place of the wrong part of a literal. */
function fixes(subject: Subject, origin: Origin, text: string, { start, end, allowed }: Fault): readonly Fix[] {
  if (!isLiteral(subject, origin, text)) return [];
  return allowed.slice(0, MAX_FIXES).map((word, index) => ({
    title: `Change to ${word}`,
    edits: [{ origin, newText: quoteString(text.slice(0, start) + word + text.slice(end)) }],
    preferred: index === 0,
  }));
}
