import { type LineMap, rangeOf, type Span } from '../../base/span';
import type { Analysis } from '../../units/analysis';
import { commandUnits } from './commands';
import { words } from './literals';
import type { Occurrence } from './occurrence';
import { unitName } from './unit-name';
import { givesAliases, takesUnits } from './unit-values';

/** A unit file and what reading it told. */
export interface UnitFile {
  readonly text: string;
  readonly lines: LineMap;
  readonly systemd: number;
  readonly analysis: Analysis;
}

/** Every place of a unit file that names a unit; it declares its own by the name of the file. */
export function unitFileOccurrences({ text, lines, systemd, analysis }: UnitFile): readonly Occurrence[] {
  const written = (place: Pick<Occurrence, 'name' | 'role' | 'scope'>, span: Span): Occurrence => {
    const length = unitName(place.name)?.base.length ?? 0;
    const base = rangeOf(lines, { start: span.start, end: span.start + length });
    return { ...place, span, range: rangeOf(lines, span), base, bare: false };
  };
  const own = analysis.units.flatMap(({ name, scope, declarations }) =>
    declarations.map(
      (span): Occurrence => ({
        ...{ name, role: 'declaration', scope, bare: false, base: undefined },
        span: { start: span.start, end: span.start },
        range: rangeOf(lines, { start: span.start, end: span.start }),
      }),
    ),
  );
  const inValues = analysis.slots.flatMap((slot) =>
    slot.values.flatMap(({ start, end }) => {
      const value = text.slice(start, end);
      const role = givesAliases(slot) ? 'alias' : 'reference';
      const found = takesUnits(slot, systemd)
        ? words(value).flatMap((word) =>
            unitName(word.text) === undefined ? [] : [{ ...word, name: word.text, scope: slot.scope }],
          )
        : commandUnits(value);
      return found.map((word) =>
        written(
          { name: word.name, role: takesUnits(slot, systemd) ? role : 'reference', scope: word.scope },
          { start: start + word.start, end: start + word.end },
        ),
      );
    }),
  );
  return [...own, ...inValues];
}
