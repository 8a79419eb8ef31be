import data from '../../../data/vocab.json';
import { directive } from '../catalogue';
import { parseBoolean } from '../values/enumerations';
import { sliceOf } from '../values/slice';
import { isFault, splitWords } from '../values/words';
import { fold } from './lines';

const namespaces: readonly string[] = directive('Service', 'RestrictNamespaces')?.values ?? [];

/** The kinds of namespaces that RestrictNamespaces= still allows (config_parse_restrict_namespaces). */
export function allowedNamespaces(values: readonly string[], version: number): ReadonlySet<string> {
  const known = directive('Service', 'RestrictNamespaces', version)?.values ?? namespaces;
  const allowed = fold<ReadonlySet<string> | undefined>(values, undefined, (state, value) => {
    const truth = parseBoolean(value);
    if (truth !== undefined) return new Set(truth ? [] : known);
    const inverted = value.startsWith('~');
    const words = wordsOf(inverted ? value.slice(1) : value);
    if (words === undefined || !words.every((word) => known.includes(word))) return state;
    if (state === undefined) return new Set(known.filter((name) => words.includes(name) !== inverted));
    return new Set(inverted ? [...state].filter((name) => !words.includes(name)) : [...state, ...words]);
  });
  return allowed ?? new Set(known);
}

/** RestrictAddressFamilies= after all its lines; families by number, since some have several names. */
export interface FamilyFilter {
  readonly allowList: boolean;
  readonly families: ReadonlySet<number>;
}

const familyNumbers = new Map(data.addressFamilies.map(({ name, number }) => [name, number]));

/** From this version on an unknown family ends its line. */
const firstVersionThatStops = 262;

/** Undefined: no family is restricted (config_parse_address_families). */
export function familyFilter(values: readonly string[], version: number): FamilyFilter | undefined {
  let state: FamilyFilter | undefined;
  let decided = false;
  for (const value of values) {
    if (value === '' || value === 'none') {
      state = value === '' ? undefined : { allowList: true, families: new Set() };
      decided = false;
      continue;
    }
    const inverted = value.startsWith('~');
    const allowList = decided && state !== undefined ? state.allowList : !inverted;
    const families = new Set(state?.families);
    for (const family of familiesIn(inverted ? value.slice(1) : value, version)) {
      if (inverted !== allowList) families.add(family);
      else families.delete(family);
    }
    state = { allowList, families };
    decided = true;
  }
  return state;
}

function familiesIn(text: string, version: number): readonly number[] {
  const numbers = (wordsOf(text, true) ?? []).map((word) => familyNumbers.get(word));
  const unknown = numbers.indexOf(undefined);
  const read = version < firstVersionThatStops || unknown === -1 ? numbers : numbers.slice(0, unknown);
  return read.filter((number) => number !== undefined);
}

const named = ['AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK', 'AF_PACKET'].map((name) => familyNumbers.get(name));

/** Whether sockets of a class can still be made; the class `other` is every family that has no row of its own. */
export function allowsFamilies(filter: FamilyFilter | undefined, members: readonly string[]): boolean {
  if (filter === undefined) return true;
  const numbers = members.map((name) => familyNumbers.get(name));
  const isMember = members.includes('other')
    ? (family: number) => !named.includes(family)
    : (family: number) => numbers.includes(family);
  return [...filter.families].some(isMember) === filter.allowList;
}

function wordsOf(text: string, unquote = false): readonly string[] | undefined {
  const words = splitWords(sliceOf(text), { unquote });
  return isFault(words) ? undefined : words.map((word) => word.text);
}
