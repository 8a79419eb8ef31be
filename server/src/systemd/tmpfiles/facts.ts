import data from '../../../data/tmpfiles.json';
import { presentAt } from '../catalogue';

/** What the first letter of a line makes systemd-tmpfiles do (tmpfiles.d(5), "Type"). */
export interface LineType {
  readonly letter: string;
  readonly title: string;
  /** In our own words. */
  readonly description: string;
  readonly argument: 'none' | 'optional' | 'required';
  /** What the argument looks like. */
  readonly hint?: string;
  /** `+` has a meaning. */
  readonly plus?: boolean;
  /** The argument is what a file contains. */
  readonly contents?: boolean;
  /** The argument has C escapes. */
  readonly escapes?: boolean;
  readonly age?: boolean;
  /** First version in which the age has a meaning. */
  readonly ageSince?: number;
  /** Its age takes no `~`. */
  readonly wholeAge?: boolean;
  /** The path may be a pattern. */
  readonly glob?: boolean;
  /** The mode is ignored. */
  readonly modeless?: boolean;
  readonly since?: number;
  /** An old letter: what to write instead. */
  readonly legacy?: string;
}

/** A sign after the letter. */
export interface Modifier {
  readonly sign: string;
  readonly description: string;
  /** The letters that refuse it. */
  readonly not?: string;
  /** The only letters that take it. */
  readonly only?: string;
  readonly presentIn?: readonly number[];
  readonly since?: number;
}

const types: readonly Omit<LineType, 'argument'>[] = data.types;
const MEANINGS = new Map(data.types.map(({ letter, argument }) => [letter, argument]));

function argumentOf(letter: string): LineType['argument'] {
  const word = MEANINGS.get(letter);
  return word === 'required' || word === 'optional' ? word : 'none';
}

export const lineTypes: readonly LineType[] = types.map((type) => ({ ...type, argument: argumentOf(type.letter) }));

const byLetter = new Map(lineTypes.map((type) => [type.letter, type]));

/** The type of a letter in a version; undefined where that version has none. */
export function lineType(letter: string, version: number): LineType | undefined {
  const type = byLetter.get(letter);
  return type !== undefined && (type.since ?? 0) <= version ? type : undefined;
}

const modifiers: readonly Modifier[] = data.modifiers;

/** Whether the age of a line has a meaning in a version. */
export function hasAge({ age, ageSince }: LineType, version: number): boolean {
  return age === true || (ageSince !== undefined && ageSince <= version);
}

/** The signs that may follow a letter in a version. */
export function modifiersOf(letter: string, version: number): readonly Modifier[] {
  return modifiers.filter(
    ({ not, only, presentIn, since }) =>
      !not?.includes(letter) && (only?.includes(letter) ?? true) && presentAt(presentIn, since, version),
  );
}

/** The specifiers of paths and arguments in a version, without the percent sign. */
export function specifierLetters(version: number): ReadonlySet<string> {
  return new Set(version < 254 ? data.specifiers['252'] : data.specifiers['262']);
}

/** The letters before the colon of an age: the time stamps that count. */
export const ageByLetters: string = data.ageBy;

/** The attributes of chattr(1) that `h` and `H` take. */
export const attributeLetters: string = data.attributes;

/** Whether an argument that a type does not take makes the line be refused; older versions ignore the argument. */
export function refusesArgument(version: number): boolean {
  return version >= data.argumentRefusedSince;
}

/** Whether escapes stand for characters in the fields before the argument. */
export function unescapesFields(version: number): boolean {
  return version >= data.escapesInFieldsSince;
}
