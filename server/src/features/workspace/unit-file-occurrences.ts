import type { LineMap } from '../../base/span';
import type { Analysis } from '../../units/analysis';
import { commandUnits } from './commands';
import { words } from './literals';
import { computed, type Occurrence, written } from './occurrence';
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
  const own = analysis.units.flatMap(({ name, scope, declarations }) =>
    declarations.map(({ start }) => computed(lines, { name, role: 'declaration', scope }, { start, end: start })),
  );
  const inValues = analysis.slots.flatMap((slot) => {
    const isList = takesUnits(slot, systemd);
    const role = isList && givesAliases(slot) ? 'alias' : 'reference';
    return slot.values.flatMap(({ start, end }) => {
      const value = text.slice(start, end);
      const found = isList
        ? words(value)
            .filter((word) => unitName(word.text) !== undefined)
            .map((word) => ({ ...word, name: word.text, scope: slot.scope }))
        : commandUnits(value);
      return found.map(({ name, scope, ...word }) =>
        written(lines, { name, role, scope }, { start: start + word.start, end: start + word.end }, false),
      );
    });
  });
  return [...own, ...inValues];
}
