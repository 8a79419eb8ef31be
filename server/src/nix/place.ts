import type { Place } from './runtime';
import { attrsOf, str, type Value } from './value';

/** A place as Nix gives it to expressions: `{ column, file, line }`, or null. */
export function placeValue(place: Place | undefined): Value {
  if (place === undefined) return null;
  return attrsOf({ column: BigInt(place.column), file: str(place.file), line: BigInt(place.line) });
}
