import vocab from '../../../data/vocab.json';
import type { ValueItem } from '../types';
import { specifiers } from '../values/specifiers';
import { hasAge, lineType, lineTypes, modifiersOf, specifierLetters } from './facts';
import type { Field } from './line';

type Item = Omit<ValueItem, 'from'>;

const MODES: readonly (readonly [string, string])[] = [
  ['0755', 'all may read and enter'],
  ['0750', 'the group may read and enter'],
  ['0700', 'the owner alone'],
  ['0644', 'all may read'],
  ['0640', 'the group may read'],
  ['0600', 'the owner alone'],
  ['1777', 'all may write, and remove what is theirs'],
];

const AGES: readonly (readonly [string, string])[] = [
  ['1d', 'a day'],
  ['10d', 'ten days'],
  ['30d', 'thirty days'],
  ['12h', 'half a day'],
  ['0', 'at each cleaning'],
];

const UNITS = ['s', 'min', 'h', 'd', 'w', 'month', 'y'];

const word = ([label, detail]: readonly [string, string]): Item => ({ label, kind: 'word', detail });
const UNSET: Item = { label: '-', kind: 'word', detail: 'as it is by default' };

/** The types of line that a version has, as names or as the first field. */
export function typeItems(version: number): readonly Item[] {
  return lineTypes
    .filter(({ letter, legacy }) => legacy === undefined && lineType(letter, version) !== undefined)
    .map(({ letter, title }) => word([letter, title]));
}

/** What may stand in a field after the text that is there. */
export function completeField(field: Field, before: string, letter: string, version: number): readonly ValueItem[] {
  const percent = /%[A-Za-z]?$/.exec(before)?.[0];
  if (percent !== undefined && (field === 'path' || field === 'argument')) {
    const known = specifierLetters(version);
    return specifiers
      .filter((entry) => known.has(entry.letter) && !entry.deprecated)
      .map((entry) => ({
        label: `%${entry.letter}`,
        kind: 'specifier' as const,
        detail: entry.meaning,
        from: before.length - percent.length,
      }));
  }
  return itemsOf(field, before, letter, version);
}

function itemsOf(field: Field, before: string, letter: string, version: number): readonly ValueItem[] {
  const whole = (items: readonly Item[]): readonly ValueItem[] => items.map((item) => ({ ...item, from: 0 }));
  const type = lineType(letter, version);
  switch (field) {
    case 'type':
      return before === '' || type === undefined ? whole(typeItems(version)) : signItems(before, letter, version);
    case 'mode':
      return whole([...MODES.map(word), UNSET]);
    case 'user':
    case 'group':
      return whole([word(['root', field]), UNSET]);
    case 'age':
      if (type !== undefined && !hasAge(type, version)) return whole([UNSET]);
      return /\d$/.test(before) ? unitItems(before.length) : whole([...AGES.map(word), UNSET]);
    case 'argument':
      if (type?.argument === 'none') return whole([UNSET]);
      return type?.hint === undefined ? [] : whole([{ label: type.hint, kind: 'example', detail: type.title }]);
    case 'path':
      return [];
  }
}

/** The signs that may follow what is there of a type. */
function signItems(before: string, letter: string, version: number): readonly ValueItem[] {
  return modifiersOf(letter, version)
    .filter(({ sign }) => !before.slice(1).includes(sign) && (sign !== '+' || lineType(letter, version)?.plus === true))
    .map(({ sign, description }) => ({ label: sign, kind: 'prefix', detail: description, from: before.length }));
}

function unitItems(from: number): readonly ValueItem[] {
  return UNITS.filter((name) => vocab.timeSpan.units.some(({ unit }) => unit === name)).map((label) => ({
    label,
    kind: 'number-unit',
    detail: 'unit of time',
    from,
  }));
}
