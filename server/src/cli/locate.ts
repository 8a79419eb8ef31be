import path from 'node:path';
import { type LineMap, lineMap, rangeOf } from '../base/span';
import { filePath } from '../base/uri';
import type { Finding } from '../rules/finding';
import type { Io } from './command';
import type { Located } from './output/located';

/** A finding with its file, as seen from the working directory, and its lines. `known` spares reading that document again. */
export function locate(io: Io, finding: Finding, known?: { readonly uri: string; readonly lines: LineMap }): Located {
  const { uri } = finding.origin;
  const file = filePath(uri) ?? uri;
  const lines = known?.uri === uri ? known.lines : lineMap(io.host.files.readText(file) ?? '');
  const relative = path.relative(io.cwd, file);
  return { file: relative.startsWith('..') ? file : relative, range: rangeOf(lines, finding.origin), finding };
}
