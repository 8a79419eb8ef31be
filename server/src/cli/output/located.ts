import type { Range } from '../../base/span';
import type { Finding } from '../../rules/finding';

/** A finding with its file, as the user named it, and its place in lines. */
export interface Located {
  readonly file: string;
  readonly range: Range;
  readonly finding: Finding;
}
