import { directive } from '../catalogue';
import type { Directive } from '../types';
import { parseBoolean } from '../values/enumerations';
import type { AssessableUnit } from './model';

/** The lines of a unit by directive, as one systemd version reads them. */
export interface UnitLines {
  readonly type: string;
  readonly scope: 'system' | 'user';
  readonly version: number;
  /** The section with the directives of execution, such as `Service`. */
  readonly section: string;
  /** The values given to a directive, in order, without white space around them. */
  readonly values: (section: string, key: string) => readonly string[];
}

const sections: Readonly<Record<string, string>> = {
  service: 'Service',
  socket: 'Socket',
  mount: 'Mount',
  swap: 'Swap',
};

/** The section with the directives of execution; undefined for unit types that run no program of their own. */
export function executionSection(unitType: string): string | undefined {
  return sections[unitType];
}

export function linesOf(unit: AssessableUnit, section: string, version: number): UnitLines {
  const values = new Map<string, string[]>();
  for (const [name, assignments] of unit.sections) {
    for (const { key, value } of assignments) {
      const place = `${name}.${key}`;
      values.set(place, [...(values.get(place) ?? []), value.trim()]);
    }
  }
  const lookUp = (name: string, key: string) => values.get(`${name}.${key}`) ?? [];
  return { type: unit.type, scope: unit.scope, version, section, values: lookUp };
}

/** The values given to a directive of the section with the directives of execution. */
export function valuesOf(lines: UnitLines, key: string): readonly string[] {
  return lines.values(lines.section, key);
}

/** Folds the values of a directive; an empty one starts afresh. */
export function fold<T>(values: readonly string[], initial: T, add: (state: T, value: string) => T): T {
  return values.reduce((state, value) => (value === '' ? initial : add(state, value)), initial);
}

/** The word that a directive is left with; a value that is none of its words is ignored, as systemd does. */
export function wordOf(lines: UnitLines, section: string, key: string, initial: string): string {
  const entry = directive(section, key, lines.version);
  if (entry === undefined) return initial;
  return lines.values(section, key).reduce((word, value) => {
    if (value === '') return entry.type === 'boolean' || entry.empty === 'invalid' ? word : initial;
    return readWord(entry, value) ?? word;
  }, initial);
}

/** `yes` or `no` for truth values, else the word of the enumeration that the value stands for. */
function readWord(entry: Directive, value: string): string | undefined {
  if (entry.name === 'ProtectHostname' && entry.booleans !== undefined) return readHostname(entry, value);
  const truth = parseBoolean(value);
  if (entry.values.length === 0) return truth === undefined ? undefined : yesOrNo(truth);
  if (truth !== undefined && entry.booleans !== undefined) return truth ? entry.booleans.true : entry.booleans.false;
  return entry.values.includes(value) ? value : undefined;
}

/** `MODE[:NAME]`, where a mode that protects nothing takes no name. */
function readHostname(entry: Directive, value: string): string | undefined {
  const [mode = '', ...name] = value.split(':');
  const truth = parseBoolean(mode);
  const word = truth === undefined ? mode : yesOrNo(truth);
  if (!entry.values.includes(word) || (word === 'no' && name.length > 0)) return undefined;
  return word;
}

function yesOrNo(truth: boolean): string {
  return truth ? 'yes' : 'no';
}
