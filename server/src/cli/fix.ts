import { writeFileSync } from 'node:fs';
import { filePath } from '../base/uri';
import type { Edit } from '../rules/finding';
import type { Io } from './command';
import type { Located } from './output/located';

/** Applies the preferred fix of each finding to the files; where two overlap the first wins. Whether anything was written. */
export function applyFixes(io: Io, found: readonly Located[]): boolean {
  const edits = found.flatMap(({ finding }) => finding.fixes.find(({ preferred }) => preferred)?.edits ?? []);
  const uris = [...new Set(edits.map(({ origin }) => origin.uri))];
  return uris.map((uri) => writeEdits(io, uri, edits)).some((written) => written);
}

function writeEdits(io: Io, uri: string, edits: readonly Edit[]): boolean {
  const path = filePath(uri);
  const text = path === undefined ? undefined : io.host.files.readText(path);
  if (path === undefined || text === undefined) return false;
  const own = edits.filter(({ origin }) => origin.uri === uri);
  writeFileSync(path, applyEdits(text, own));
  return true;
}

/** The text after the edits, in any order; one that overlaps an earlier one is left out. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.origin.start - b.origin.start || a.origin.end - b.origin.end);
  const pieces: string[] = [];
  let at = 0;
  for (const { origin, newText } of sorted) {
    if (origin.start < at) continue;
    pieces.push(text.slice(at, origin.start), newText);
    at = origin.end;
  }
  return [...pieces, text.slice(at)].join('');
}
