import synonyms from '../../data/synonyms.json';
import { directive, directivesOf, newestVersion, sectionsWith } from './catalogue';
import type { Suggestion } from './types';

const synonymTable: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(synonyms));

/**
 * Directives that someone may have meant by a name that a section has not: the same name in another letter case, another
 * tool's word for it, or one within a small edit distance; best first, at most three.
 */
export function nearest(name: string, section: string, version: number = newestVersion): readonly Suggestion[] {
  const lower = name.toLowerCase();
  const here = directivesOf(section, version).filter((entry) => !entry.ignored);
  const sameLetters = here.find((entry) => entry.name.toLowerCase() === lower);
  if (sameLetters !== undefined) return [{ section, name: sameLetters.name, reason: 'case' }];
  const meant = fromOtherTools(lower, section, version);
  const limit = Math.min(3, Math.floor(name.length / 4) + 1);
  const close = here
    .map((entry) => ({ entry, distance: editDistance(lower, entry.name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => Number(a.entry.legacy) - Number(b.entry.legacy) || a.distance - b.distance)
    .map(({ entry }): Suggestion => ({ section, name: entry.name, reason: 'typo' }));
  const all = [...meant, ...close.filter((entry) => meant.every((other) => other.name !== entry.name))];
  return all.slice(0, 3);
}

function fromOtherTools(lower: string, section: string, version: number): Suggestion[] {
  const targets = synonymTable.get(lower) ?? synonymTable.get(lower.replaceAll('_', '')) ?? [];
  return targets.flatMap((target): Suggestion[] => {
    const [place = '', name = ''] = target.split('.');
    const placed = place === '*' ? sectionFor(name, section, version) : place;
    if (placed === undefined || directive(placed, name, version) === undefined) return [];
    const foreign = placed !== section && placed !== 'Unit' && placed !== 'Install';
    return foreign ? [] : [{ section: placed, name, reason: 'synonym' }];
  });
}

function sectionFor(name: string, section: string, version: number): string | undefined {
  return sectionsWith(name, version).find((candidate) => candidate === section);
}

/** Number of inserted, removed, replaced and swapped letters between two words; `limit + 1` for anything beyond the limit. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const replaced = at(last, j - 1) + (same ? 0 : 1);
      const best = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1);
      row.push(swapped ? Math.min(best, at(beforeLast, j - 2) + 1) : best);
    }
    if (Math.min(...row) > limit && Math.min(...last) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
