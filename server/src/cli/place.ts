import { lineMap, type Origin, type Range, rangeOf } from '../base/span';
import { filePath } from '../base/uri';
import type { Io } from './command';

/** Where an origin is, as results in JSON say it; without a range where its text is not at hand. */
export interface Place {
  readonly uri?: string;
  readonly range?: Range;
}

export function placeOf(io: Io, origin: Origin | undefined): Place {
  if (origin === undefined) return {};
  const text = io.host.files.readText(filePath(origin.uri) ?? '');
  return text === undefined ? { uri: origin.uri } : { uri: origin.uri, range: rangeOf(lineMap(text), origin) };
}
