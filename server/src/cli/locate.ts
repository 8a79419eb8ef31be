import path from 'node:path';
import type { LinesOf } from '../base/lines';
import { lineMap, rangeOf } from '../base/span';
import { filePath } from '../base/uri';
import type { Finding } from '../rules/finding';
import type { Io } from './command';
import type { Located } from './output/located';

/** A finding with its file, as seen from the working directory, and its lines. */
export function locate(io: Io, finding: Finding, linesOf: LinesOf): Located {
  const { uri } = finding.origin;
  const file = filePath(uri) ?? uri;
  const relative = path.relative(io.cwd, file);
  const range = rangeOf(linesOf(uri) ?? lineMap(''), finding.origin);
  return { file: relative.startsWith('..') ? file : relative, range, finding };
}
