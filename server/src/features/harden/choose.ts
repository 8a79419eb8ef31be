import { directive } from '../../systemd/catalogue';
import { exposureOf } from '../../units/exposure';
import type { Entry, Section, Unit } from '../../units/model';
import { entriesOf } from '../entry';
import { linesOf, MEASURES, type Measure, type Need, type Setting, type SettingValue } from './measures';
import { foldersOf, type Needs, needsOf } from './needs';
import { isWeaker, type Rewritable } from './upgrade';

/** A measure that a service was spared, and the need for which. */
export interface Spared {
  readonly key: string;
  readonly need: Need;
  /** What told of the need: a program, a directive. */
  readonly by: string;
}

/** The services that one definition makes, and what must not be set for them. */
export interface Subjects {
  readonly units: readonly Unit[];
  /** Directives that are set already, also those that some condition guards. */
  readonly taken: ReadonlySet<string>;
  /** Of these, those whose value can be written anew where it stands. */
  readonly rewritable: ReadonlyMap<string, Rewritable>;
  readonly systemd: number;
}

/** Whether the units are services whose lines are all known, and which run something that can be judged. */
export function canHarden({ units }: Subjects): boolean {
  return units.every(
    (unit) =>
      unit.type === 'service' &&
      unit.open !== true &&
      entriesOf(unit).some(({ key }) => key === 'ExecStart' || key === 'Exec'),
  );
}

/** What to set for services, of the measures that are allowed: what improves a figure and takes nothing that they need. */
export function choose(subjects: Subjects, allowed: (measure: Measure) => boolean): readonly Setting[] {
  const chosen: Setting[] = [];
  const taken = new Set(subjects.taken);
  let needs = jointNeeds(subjects.units);
  let before = subjects.units.map((unit) => badnessOf(unit, [], subjects.systemd));
  for (const measure of MEASURES) {
    const isUpgrade = taken.has(measure.key);
    if (isUpgrade && !canUpgrade(measure, subjects, chosen)) continue;
    if (!allowed(measure) || !known(measure, subjects.systemd)) continue;
    const value = fitting(measure, needs, subjects.units);
    if (value === undefined) continue;
    const setting = { key: measure.key, value, breaks: measure.breaks, isUpgrade };
    const after = subjects.units.map((unit) => badnessOf(unit, [...chosen, setting], subjects.systemd));
    if (!measure.companion && !after.some((bad, at) => bad < (before[at] ?? 0))) continue;
    before = after;
    const along = companions(measure, subjects).filter(({ key }) => !taken.has(key));
    for (const added of [setting, ...along]) {
      chosen.push(added);
      taken.add(added.key);
    }
    if (measure.key === 'DynamicUser') needs = withoutRoot(needs);
  }
  return chosen;
}

/** Whether a directive has a value that a measure may take the place of, and has not been given another. */
function canUpgrade({ key, over }: Measure, { rewritable }: Subjects, chosen: readonly Setting[]): boolean {
  const present = rewritable.get(key);
  return present !== undefined && isWeaker(present, over) && !chosen.some((setting) => setting.key === key);
}

/** The measures of a tier that the services were spared, each with the first need that stood in its way. */
export function spared({ units, taken, systemd }: Subjects): readonly Spared[] {
  const needs = jointNeeds(units);
  const rows = MEASURES.filter((measure) => !taken.has(measure.key) && known(measure, systemd) && !measure.companion);
  const keys = [...new Set(rows.map(({ key }) => key))];
  return keys.flatMap((key) => {
    const ways = rows.filter((measure) => measure.key === key);
    if (ways.some((measure) => fitting(measure, needs, units) !== undefined)) return [];
    const obstacle = ways.flatMap((measure) => obstacles(measure, needs))[0];
    return obstacle === undefined ? [] : [{ key, need: obstacle, by: needs.get(obstacle) ?? '' }];
  });
}

/** A unit as it would be with further directives. */
export function withSettings(unit: Unit, settings: readonly Setting[]): Unit {
  const lines = settings.flatMap(({ key, value }) => linesOf(value).map((line) => entry(key, line)));
  const replaced = new Set(settings.filter(({ isUpgrade }) => isUpgrade).map(({ key }) => key));
  const sections: readonly Section[] = unit.sections.some(({ name }) => name === 'Service')
    ? unit.sections.map((section) =>
        section.name === 'Service'
          ? { ...section, lines: [...section.lines.filter((line) => !replaced.has(line?.key ?? '')), ...lines] }
          : section,
      )
    : [...unit.sections, { name: 'Service', lines }];
  return { ...unit, sections };
}

function entry(key: string, value: string): Entry {
  return { section: 'Service', key, value, holes: [], keys: [], values: [], conditions: [] };
}

function known({ key }: Measure, systemd: number): boolean {
  return directive('Service', key, systemd) !== undefined;
}

/** What any of the units needs. Folders of several units cannot be told in the one definition that they share. */
function jointNeeds(units: readonly Unit[]): Needs {
  const needs = new Map(units.flatMap((unit) => [...needsOf(unit)]));
  const several = units.length > 1 && units.some((unit) => foldersOf(unit).length > 0);
  return several ? needs.set('unknown-paths', 'several services') : needs;
}

function withoutRoot(needs: Needs): Needs {
  const left = new Map(needs);
  left.delete('root');
  return left.set('leaves-root', 'DynamicUser=');
}

function obstacles({ unless, inUserUnits }: Measure, needs: Needs): readonly Need[] {
  return [...(inUserUnits ? [] : ['user-unit']), ...unless].filter((need) => needs.has(need));
}

/** The value to set where nothing stands in the way. */
function fitting(measure: Measure, needs: Needs, units: readonly Unit[]): SettingValue | undefined {
  if (obstacles(measure, needs).length > 0 || !measure.requires.every((need) => needs.has(need))) return undefined;
  const { value, copies } = measure;
  if (copies !== undefined) return copied(units, copies);
  if (value === true || typeof value === 'string') return value;
  const items = value.filter(({ unless }) => !unless.some((need) => needs.has(need)));
  return items.length === 0 ? undefined : items.map((item) => item.value);
}

/** The words of a directive, where all units have the same and all of them are known. */
function copied(units: readonly Unit[], key: string): readonly string[] | undefined {
  const lists = units.map((unit) => entriesOf(unit).filter((line) => line.key === key));
  const known = lists.every((lines) =>
    lines.every(({ value, holes }) => holes.length === 0 && /^\w[\w ]*$/.test(value)),
  );
  const [words = [], ...others] = lists.map((lines) => lines.flatMap(({ value }) => value.split(' ')));
  const same = others.every((other) => other.join(' ') === words.join(' '));
  return known && same && words.length > 0 ? words : undefined;
}

/** How bad a unit with further settings is: finer than the overall figure, which is rounded. */
function badnessOf(unit: Unit, settings: readonly Setting[], systemd: number): number {
  const rows = exposureOf(withSettings(unit, settings), systemd)?.rows ?? [];
  return rows.reduce((sum, { badness = 0, range, weight }) => sum + (badness * weight) / range, 0);
}

function companions({ key, along, value }: Measure, { units }: Subjects): readonly Setting[] {
  const words = Object.entries(along).map(([name, word]) => ({
    key: name,
    value: word,
    breaks: 'A refused system call fails instead of ending the service.',
  }));
  const closes = (key === 'ProtectSystem' && value === 'strict') || key === 'DynamicUser';
  return closes && units.length === 1 ? [...words, ...units.flatMap(foldersOf)] : words;
}
