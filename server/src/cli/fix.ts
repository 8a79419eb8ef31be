import { writeFileSync } from 'node:fs';
import { applyEdits, type Edit } from '../base/edit';
import { filePath } from '../base/uri';
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
