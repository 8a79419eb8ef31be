import { directive } from '../../../systemd/catalogue';
import type { Analysis } from '../../../units/analysis';
import type { Unit } from '../../../units/model';
import { entriesOf, possibleUnits, type UnitEntry } from '../../unit-entries';
import { knownWords, type Word } from '../../written-word';

/** A unit that another names, with the line that does so. */
export interface Reference extends UnitEntry {
  readonly word: Word;
}

const INSTALL = new Set(['WantedBy', 'RequiredBy', 'UpheldBy', 'Also']);

/** The units that a unit names in its dependencies and in [Install], as far as they are known. */
export function referencesOf(unit: Unit): readonly Reference[] {
  return entriesOf(unit).flatMap((entry) => {
    const names =
      entry.section === 'Install'
        ? INSTALL.has(entry.key)
        : directive(entry.section, entry.key)?.parser === 'unit_deps';
    return names ? knownWords(entry).map((word) => ({ unit, entry, word })) : [];
  });
}

/** Those of all units that are written, or may be. */
export function allReferences(analysis: Analysis): readonly Reference[] {
  return possibleUnits(analysis).flatMap(referencesOf);
}

/** Whether a unit of this name is declared for the same service manager. */
export function isDeclared(analysis: Analysis, { name, scope }: Pick<Unit, 'name' | 'scope'>): boolean {
  return [...analysis.units, ...possibleUnits(analysis)].some((unit) => unit.name === name && unit.scope === scope);
}
