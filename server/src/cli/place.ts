import type { LinesOf } from '../base/lines';
import { type Origin, type Range, rangeOf } from '../base/span';

/** Where an origin is, as results in JSON say it; without a range where its text is not at hand. */
export interface Place {
  readonly uri?: string;
  readonly range?: Range;
}

/** A place as JSON has it: without the range where the text of the file is not at hand. */
export function placeOf(linesOf: LinesOf, origin: Origin | undefined): Place {
  if (origin === undefined) return {};
  const lines = linesOf(origin.uri);
  return lines === undefined ? { uri: origin.uri } : { uri: origin.uri, range: rangeOf(lines, origin) };
}
