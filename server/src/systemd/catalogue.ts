import defaults from '../../data/defaults.json';
import data from '../../data/directives.json';
import { onceFor } from '../base/once';
import type { Directive, EmptyValue, ListMode, ListSemantics } from './types';

/** The systemd versions whose sources the facts were read from, ascending. */
export const sampledVersions: readonly number[] = data.versions;
const oldestVersion = Math.min(...data.versions);
export const newestVersion = Math.max(...data.versions);

interface Words {
  readonly values?: readonly string[];
  readonly valuesIn?: Readonly<Record<string, readonly string[]>>;
  readonly booleans?: { readonly true: string; readonly false: string };
}

interface DirectiveFacts {
  readonly in: number;
  readonly name: string;
  readonly type: string;
  readonly parser: string;
  readonly parserIn?: Readonly<Record<string, string>>;
  readonly ignoredIn?: readonly number[];
  readonly words?: string;
  readonly extra?: readonly string[];
  readonly range?: readonly number[];
  readonly list?: number;
  readonly empty: string;
  readonly prefixes?: readonly string[];
  readonly specifiers: string;
  readonly presentIn?: readonly number[];
  readonly since?: number;
  readonly legacy?: boolean;
  readonly ignored?: boolean;
  readonly undocumented?: boolean;
  readonly successor?: string;
  readonly fatal?: boolean;
  readonly man?: string;
  readonly anchor?: string;
}

interface Located {
  readonly facts: DirectiveFacts;
  /** The directive as a version has it, whether or not it is there. */
  readonly at: (version: number) => Directive;
}

const listModes: readonly ListMode[] = [
  'append',
  'append-unique',
  'merge-set',
  'replace-by-key',
  'bitmask-or',
  'replace',
];
const emptyValues: readonly EmptyValue[] = ['invalid', 'resets', 'no-op', 'value'];
const wordTables: Readonly<Record<string, Words>> = data.words;
const sectionsByUnitType: Readonly<Record<string, readonly string[]>> = data.unitTypes;
const defaultValues: Readonly<Record<string, string>> = defaults;
const records: readonly DirectiveFacts[] = data.directives;

const index: ReadonlyMap<string, ReadonlyMap<string, Located>> = indexBySection();

function indexBySection(): Map<string, Map<string, Located>> {
  const sections = new Map<string, Map<string, Located>>();
  for (const facts of records) {
    for (const section of data.sectionSets[facts.in] ?? []) {
      const known = sections.get(section) ?? new Map<string, Located>();
      sections.set(
        section,
        known.set(facts.name, { facts, at: onceFor((version) => resolve(section, facts, version)) }),
      );
    }
  }
  return sections;
}

/** All unit types, such as `service`. */
export function unitTypes(): readonly string[] {
  return Object.keys(sectionsByUnitType);
}

/** Sections of a unit type in the order units are written; none for an unknown type. */
export function sectionsOf(unitType: string): readonly string[] {
  return sectionsByUnitType[unitType] ?? [];
}

/** All sections of all unit types. */
export function allSections(): readonly string[] {
  return [...index.keys()];
}

/** Keys and sections that start with `X-` are for programs other than systemd, which accepts any. */
export function isExtension(name: string): boolean {
  return name.startsWith('X-');
}

/** The directives that a section has in a version, in the order of systemd's own table. */
export function directivesOf(section: string, version: number = newestVersion): readonly Directive[] {
  const located = [...(index.get(section)?.values() ?? [])];
  return located.filter(({ facts }) => isPresent(facts, version)).map(({ at }) => at(version));
}

/**
 * A directive as a version has it, undefined when that version has not. Without a version: as the newest version that
 * has it, so that a name that is only too new or too old is still known.
 */
export function directive(section: string, name: string, version?: number): Directive | undefined {
  const located = index.get(section)?.get(name);
  if (located === undefined) return undefined;
  if (version !== undefined) return isPresent(located.facts, version) ? located.at(version) : undefined;
  return located.at(Math.max(...(located.facts.presentIn ?? sampledVersions)));
}

/** Every directive of every section that a version has. */
export function catalogue(version: number = newestVersion): readonly Directive[] {
  return allSections().flatMap((section) => directivesOf(section, version));
}

/** The sections that have a directive of this name, in any version or in the given one. */
export function sectionsWith(name: string, version?: number): readonly string[] {
  return allSections().filter((section) => directive(section, name, version) !== undefined);
}

/** The directive's entry in the manual on the web; undefined when the manual has none. */
export function manUrl(entry: Directive): string | undefined {
  return entry.man === undefined ? undefined : manPageUrl(entry.man, entry.anchor);
}

/** A manual page of systemd, at an entry of it. */
export function manPageUrl(page: string, anchor: string | undefined): string {
  const url = `https://www.freedesktop.org/software/systemd/man/latest/${page}.html`;
  return anchor === undefined ? url : `${url}#${encodeURI(anchor)}`;
}

/** Whether a version has something that the sampled versions in `presentIn` have; between samples `since` decides. */
export function presentAt(
  presentIn: readonly number[] | undefined,
  since: number | undefined,
  version: number,
): boolean {
  const present = presentIn ?? sampledVersions;
  if (sampledVersions.includes(version)) return present.includes(version);
  if (version > newestVersion) return present.includes(newestVersion);
  const below = sampledVersions.filter((sampled) => sampled < version).at(-1);
  if (below !== undefined && present.includes(below)) return true;
  const above = sampledVersions.find((sampled) => sampled > version);
  return above !== undefined && present.includes(above) && (since === undefined || since <= version);
}

/** The entry of a per-version table that holds for a version: that of the version, or else of the next one that was read. */
function entryAt<T>(table: Readonly<Record<string, T>> | undefined, version: number, newest: T): T {
  const sample = sampledVersions.find((sampled) => sampled >= version);
  return table?.[String(sample)] ?? newest;
}

/** The words of one of systemd's string tables in a version, such as `partition_designator`; none for an unknown table. */
export function wordsOf(table: string, version: number): readonly string[] {
  const words = wordTables[table];
  return words === undefined ? [] : entryAt(words.valuesIn, version, words.values ?? []);
}

function isPresent(facts: DirectiveFacts, version: number): boolean {
  return presentAt(facts.presentIn, facts.since, version);
}

function removedIn(presentIn: readonly number[] | undefined): number | undefined {
  const last = Math.max(...(presentIn ?? sampledVersions));
  return sampledVersions.find((sampled) => sampled > last);
}

function listOf(facts: DirectiveFacts): ListSemantics | undefined {
  const list = facts.list === undefined ? undefined : data.lists[facts.list];
  if (list === undefined) return undefined;
  const mode = listModes.find((known) => known === list.mode) ?? 'append';
  return { splitsOn: list.splitsOn, mode, emptyResets: list.emptyResets };
}

function rangeOf(range: readonly number[] | undefined): readonly [number, number] | undefined {
  const [low, high] = range ?? [];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function resolve(section: string, facts: DirectiveFacts, version: number): Directive {
  const parser = entryAt(facts.parserIn, version, facts.parser);
  const isBoolean = parser === 'bool';
  const words = facts.words === undefined || isBoolean ? undefined : wordTables[facts.words];
  return {
    section,
    name: facts.name,
    type: isBoolean ? 'boolean' : facts.type,
    parser,
    values: words === undefined ? [] : entryAt(words.valuesIn, version, words.values ?? []),
    booleans: words?.booleans,
    extraValues: facts.extra ?? [],
    range: rangeOf(facts.range),
    default: defaultValues[`${section}.${facts.name}`] ?? defaultValues[facts.name],
    since: facts.since,
    removed: removedIn(facts.presentIn),
    list: listOf(facts),
    empty: isBoolean ? 'invalid' : (emptyValues.find((known) => known === facts.empty) ?? 'invalid'),
    prefixes: facts.prefixes ?? [],
    specifiers: facts.specifiers,
    legacy: facts.legacy ?? false,
    ignored: facts.ignoredIn?.includes(sampledAtOrBelow(version)) ?? false,
    undocumented: facts.undocumented ?? false,
    successor: facts.successor,
    fatal: facts.fatal ?? false,
    man: facts.man,
    anchor: facts.man === undefined ? undefined : (facts.anchor ?? `${facts.name}=`),
  };
}

function sampledAtOrBelow(version: number): number {
  return sampledVersions.filter((sampled) => sampled <= version).at(-1) ?? oldestVersion;
}
