import synonyms from '../../data/synonyms.json';
import { directive, directivesOf, newestVersion, sectionsWith } from './catalogue';
import { editDistance } from './distance';
import type { Directive, Suggestion } from './types';

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
  const near = close.length > 0 ? close : longerOrShorter(lower, here, section);
  const all = [...meant, ...near.filter((entry) => meant.every((other) => other.name !== entry.name))];
  return all.slice(0, 3);
}

/** A name this long that another begins with is not there by chance: `MemoryMaximum` for `MemoryMax`. */
const LONG = 8;

function longerOrShorter(lower: string, here: readonly Directive[], section: string): readonly Suggestion[] {
  return here
    .filter(({ name, legacy }) => !legacy && Math.min(name.length, lower.length) >= LONG)
    .filter(({ name }) => lower.startsWith(name.toLowerCase()) || name.toLowerCase().startsWith(lower))
    .map(({ name }): Suggestion => ({ section, name, reason: 'typo' }))
    .sort((a, b) => b.name.length - a.name.length);
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
