import type { Origin, Span } from '../../base/span';
import { sectionsOf } from '../../systemd/catalogue';
import { type Analysis, emptyAnalysis, type Slot } from '../analysis';
import type { Entry, Section, Unit, UnitType, ValueHole } from '../model';
import { type Assignment, parseUnitFile, type UnitFileSection } from './parse';

const NAME = /^(.+)\.(service|socket|timer|path|target|mount|automount|slice|swap|scope)(?:\.in)?$/;
const DROP_IN =
  /([^/]+\.(?:service|socket|timer|path|target|mount|automount|slice|swap|scope))\.d\/[^/]+\.conf(?:\.in)?$/;
/** What a build fills in: `@package@`. */
const TEMPLATE = /@[A-Za-z_][A-Za-z0-9_]*@/g;

interface UnitFileName {
  readonly name: string;
  readonly type: UnitType;
  readonly dropIn: boolean;
}

/** The unit that a path is the file of, or a drop-in of; undefined for any other file. */
export function unitOfPath(path: string): UnitFileName | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const dropIn = DROP_IN.exec(path)?.[1];
  const [, stem, type] = NAME.exec(dropIn ?? base) ?? [];
  if (stem === undefined || type === undefined) return undefined;
  return { name: `${stem}.${type}`, type: type as UnitType, dropIn: dropIn !== undefined };
}

/** Where the manager of a user looks for units, such as `~/.config/systemd/user` (systemd.unit(5), "Unit File Load Path"). */
const USER_FOLDER = /(^|\/)systemd\/user\/[^/]+(\/[^/]+)?$/;

/** A unit file as an analysis, so that all that works on units from Nix works on it. */
export function analyseUnitFile(uri: string, path: string, text: string, file: UnitFileName): Analysis {
  const parsed = parseUnitFile(text);
  // D-Bus has service files of its own, with the same ending.
  if (parsed.some(({ name }) => name === 'D-BUS Service')) return emptyAnalysis(path);
  const at = (span: Span): Origin => ({ uri, start: span.start, end: span.end });
  const isTemplate = path.endsWith('.in');
  const unit: Unit = {
    name: file.name,
    type: file.type,
    scope: USER_FOLDER.test(path) ? 'user' : 'system',
    world: 'unit-file',
    enabled: true,
    dropIn: file.dropIn,
    sections: sections(parsed, at, isTemplate),
    links: { wantedBy: [], requiredBy: [], upheldBy: [], aliases: [] },
    scripts: [],
    assumptions: [],
    unknowns: [],
    declarations: [at({ start: 0, end: text.indexOf('\n') === -1 ? text.length : text.indexOf('\n') })],
  };
  return {
    ...emptyAnalysis(path),
    units: [unit],
    slots: parsed.flatMap((section) => slots(unit, section, at)),
  };
}

type At = (span: Span) => Origin;

/** Sections of one name are one section, in the place of the first. */
function sections(parsed: readonly UnitFileSection[], at: At, isTemplate: boolean): readonly Section[] {
  const byName = new Map<string, Entry[]>();
  for (const { name, assignments } of parsed) {
    const known = byName.get(name) ?? [];
    byName.set(name, [...known, ...assignments.flatMap((assignment) => entry(name, assignment, at, isTemplate))]);
  }
  return [...byName].map(([name, lines]) => ({ name, lines }));
}

function entry(
  section: string,
  { key, keySpan, value, valueSpan }: Assignment,
  at: At,
  isTemplate: boolean,
): readonly Entry[] {
  if (valueSpan === undefined) return [];
  const holes = isTemplate ? templateHoles(value) : [];
  return [{ section, key, value, holes, keys: [at(keySpan)], values: [at(valueSpan)], conditions: [] }];
}

function templateHoles(value: string): readonly ValueHole[] {
  return [...value.matchAll(TEMPLATE)].map(({ 0: why, index }) => ({ start: index, end: index + why.length, why }));
}

function slots(unit: Unit, { name, nameSpan, assignments }: UnitFileSection, at: At): readonly Slot[] {
  const common = { unit: unit.name, unitType: unit.type, scope: unit.scope, world: unit.world };
  const declared = sectionsOf(unit.type).includes(name) || name.startsWith('X-');
  const header: Slot = {
    ...common,
    role: { set: 'sections' },
    key: name,
    keyOrigin: at(nameSpan),
    values: [],
    declared,
  };
  const keys = assignments.map(
    ({ key, keySpan, valueSpan }): Slot => ({
      ...common,
      role: { set: 'directives', section: name },
      key,
      keyOrigin: at(keySpan),
      values: valueSpan === undefined ? [] : [at(valueSpan)],
      declared,
    }),
  );
  return [header, ...keys];
}
