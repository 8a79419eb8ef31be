import type { Origin } from '../../base/span';
import type { NixString } from '../../nix/value';
import type { Entry, Section } from '../model';
import { parseUnitFile } from './parse';

/** The sections of a unit that Nix has as a text; all its lines come from the same definitions. */
export function sectionsOfText(
  text: NixString,
  keys: readonly Origin[],
  values: readonly Origin[],
  conditions: readonly string[],
): readonly Section[] {
  return parseUnitFile(text.text).map(({ name, assignments }) => ({
    name,
    lines: assignments.map(({ key, value, valueSpan }): Entry => {
      const span = valueSpan ?? { start: 0, end: 0 };
      const holes = (text.holes ?? [])
        .filter((hole) => hole.start >= span.start && hole.end <= span.end)
        .map((hole) => ({ start: hole.start - span.start, end: hole.end - span.start, why: hole.unknown.why }));
      return { section: name, key, value, holes, keys, values, conditions };
    }),
  }));
}
