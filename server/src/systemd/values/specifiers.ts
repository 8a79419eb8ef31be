import vocab from '../../../data/vocab.json';
import type { Fault } from '../types';
import { faultAt, type Slice } from './slice';

/** Stands in an expanded text for what a specifier expands to, which may be anything. */
export const hole = '\uE000';

export type SpecifierTable = 'full' | 'name' | 'install';

export interface Specifier {
  /** Its letter, without the percent sign. */
  readonly letter: string;
  readonly meaning: string;
  readonly tables: readonly string[];
  readonly since: number | undefined;
  readonly deprecated: boolean;
}

export const specifiers: readonly Specifier[] = vocab.specifiers.map((entry) => ({
  letter: entry.specifier.slice(1),
  meaning: entry.meaning,
  tables: entry.tables,
  since: 'since' in entry ? entry.since : undefined,
  deprecated: 'deprecated' in entry && entry.deprecated === true,
}));

/** The specifiers that expand in a kind of value; `table` is a directive's `specifiers` or one of the three tables. */
export function specifiersOf(table: string, version: number): readonly Specifier[] {
  if (table === 'none') return [];
  const kind = table === 'name' || table === 'install' ? table : 'full';
  const inTable = ({ tables }: Specifier) => tables.includes(kind) || tables.includes('all');
  return specifiers.filter((entry) => inTable(entry) && (entry.since ?? 0) <= version);
}

/**
 * A slice with its specifiers replaced by holes and `%%` by a percent sign. A letter or digit after `%` that is no
 * specifier is refused by systemd; any other character stays as it is (specifier.c).
 */
export function expand(slice: Slice, table: SpecifierTable, version: number): Slice | Fault {
  if (!slice.text.includes('%')) return slice;
  return expandLetters(slice, new Set(specifiersOf(table, version).map(({ letter }) => letter)));
}

/** As `expand`, for a set of specifiers given by their letters. */
export function expandLetters(slice: Slice, known: ReadonlySet<string>): Slice | Fault {
  let text = '';
  const offsets: number[] = [];
  for (let i = 0; i < slice.text.length; i++) {
    const c = slice.text[i] ?? '';
    offsets.push(slice.offsets[i] ?? 0);
    const letter = c === '%' ? slice.text[i + 1] : undefined;
    if (letter === undefined) {
      text += c;
    } else if (letter === '%') {
      text += '%';
      i++;
    } else if (known.has(letter)) {
      text += hole;
      i++;
    } else if (/[0-9A-Za-z]/.test(letter)) {
      return faultAt(slice, i, i + 2, `'%${letter}' is not a specifier here; write '%%' for a percent sign`);
    } else {
      text += c;
    }
  }
  return { text, offsets: [...offsets, slice.offsets.at(-1) ?? 0] };
}

export function isOpen(slice: Slice): boolean {
  return slice.text.includes(hole);
}
