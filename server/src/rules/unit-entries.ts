import type { Origin } from '../base/span';
import { parseBoolean } from '../systemd/values/enumerations';
import type { Analysis } from '../units/analysis';
import type { Entry, Unit } from '../units/model';

/** An entry and the unit that it is a line of. */
export interface UnitEntry {
  readonly unit: Unit;
  readonly entry: Entry;
}

/** The entries of a unit, of one section or of all. */
export function entriesOf(unit: Unit, section?: string): readonly Entry[] {
  return unit.sections
    .filter(({ name }) => section === undefined || name === section)
    .flatMap(({ lines }) => lines.filter((line) => line !== undefined));
}

/** The units that are written at all: one that is switched off is a link to /dev/null. */
export function writtenUnits({ units }: Analysis): readonly Unit[] {
  return units.filter(({ enabled }) => enabled);
}

/**
 * The units that are written, and those that are where a module's options are set. Conditions that exclude each other may hold in the
 * latter, so that they tell of single lines alone.
 */
export function possibleUnits(analysis: Analysis): readonly Unit[] {
  const further = analysis.possible?.()?.units ?? [];
  return [...writtenUnits(analysis), ...further.filter(({ enabled }) => enabled)];
}

/** Every entry of every unit that is written, or may be. */
export function unitEntries(analysis: Analysis): readonly UnitEntry[] {
  return possibleUnits(analysis).flatMap((unit) => entriesOf(unit).map((entry) => ({ unit, entry })));
}

/** The entries of a key that count: those after the last empty one, which resets. */
export function assigned(unit: Unit, section: string, key: string): readonly Entry[] {
  const all = entriesOf(unit, section).filter((entry) => entry.key === key);
  return all.slice(all.findLastIndex(isReset) + 1);
}

/** Whether an entry is empty, which takes back those before it. */
export function isReset({ value, holes }: Entry): boolean {
  return value.trim() === '' && holes.length === 0;
}

/** Whether a key is set to anything, known or not. */
export function isAssigned(unit: Unit, section: string, key: string): boolean {
  return assigned(unit, section, key).length > 0;
}

/** The entry that decides a key with one value, when that value is known. */
export function settled(unit: Unit, section: string, key: string): Entry | undefined {
  const last = assigned(unit, section, key).at(-1);
  return last === undefined || last.holes.length > 0 ? undefined : last;
}

/** The known value of a key. */
export function knownValue(unit: Unit, section: string, key: string): string | undefined {
  return settled(unit, section, key)?.value.trim();
}

/** Whether a key is known to be true. */
export function isTrue(unit: Unit, section: string, key: string): boolean {
  return parseBoolean(knownValue(unit, section, key) ?? '') === true;
}

/** Where an entry was written: its value, or else its name. */
export function placeOf({ values, keys }: Entry): Origin | undefined {
  return values[0] ?? keys[0];
}

/**
 * Whether a service is whole in what is at hand: it says what it runs, takes nothing back and has no unknown parts, so it is
 * not a few lines over a unit that another module or a package brings.
 */
export function isWhole(unit: Unit): boolean {
  const started = entriesOf(unit, 'Service').filter(({ key }) => key === 'ExecStart');
  return !unit.dropIn && unit.open !== true && started.length > 0 && !started.some(takesBack);
}

/** Whether an entry says that there is another one to take back. */
function takesBack(entry: Entry): boolean {
  return entry.forced === true || isReset(entry);
}
