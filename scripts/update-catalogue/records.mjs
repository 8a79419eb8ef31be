import { withoutEmpty } from './format.mjs';

// Two shapes of the same facts. `expand` gives one entry a section and directive, with the parser of every version that
// has it; `compact` is what server/data/directives.json holds: an entry for all sections with equal facts, and only
// what differs from the newest version.

/** Index of a value in a table, added when it is new. */
function indexIn(table, value) {
  const text = JSON.stringify(value);
  const at = table.findIndex((known) => JSON.stringify(known) === text);
  return at === -1 ? table.push(value) - 1 : at;
}

function newest(versions) {
  return Math.max(...versions.map(Number));
}

export function expand(data) {
  return data.directives.flatMap(({ in: sections, parser, parserIn, ignoredIn, presentIn, list, ...facts }) =>
    (data.sectionSets[sections] ?? []).map((section) => {
      const present = presentIn ?? data.versions;
      const parsers = present.map((version) => [version, parserIn?.[version] ?? parser]);
      const at = list === undefined ? undefined : data.lists[list];
      return { section, facts, list: at, parsers: Object.fromEntries(parsers), ignoredIn: [...(ignoredIn ?? [])] };
    }),
  );
}

/** The tables and records for entries of the shape that `expand` gives. */
export function compact(entries, versions) {
  const tables = { lists: [], sectionSets: [] };
  const sectionsOfRecord = new Map();
  for (const entry of entries) {
    const key = JSON.stringify(recordOf(entry, tables, versions));
    sectionsOfRecord.set(key, [...(sectionsOfRecord.get(key) ?? []), entry.section]);
  }
  const directives = [...sectionsOfRecord].map(([key, sections]) => ({
    in: indexIn(tables.sectionSets, sections),
    ...JSON.parse(key),
  }));
  return { ...tables, directives };
}

function recordOf({ facts, list, parsers, ignoredIn }, tables, versions) {
  const present = Object.keys(parsers).map(Number);
  const parser = parsers[newest(present)];
  const others = Object.entries(parsers).filter(([, name]) => name !== parser);
  const { name, type, words, extra, range, empty, prefixes, specifiers, ...rest } = facts;
  return withoutEmpty({
    name,
    type,
    parser,
    parserIn: others.length === 0 ? undefined : Object.fromEntries(others),
    ignoredIn,
    words,
    extra,
    range,
    list: list && indexIn(tables.lists, list),
    empty,
    prefixes,
    specifiers,
    presentIn: versions.every((version) => present.includes(version)) ? undefined : present,
    ...rest,
  });
}

/** Per-version words of a table, given what the data holds; a version that is not named has the newest words. */
export function wordsAt(table, version) {
  return table.valuesIn?.[version] ?? table.values;
}

/** A table of words with those of one version replaced. */
export function withWords(table, versions, version, words) {
  const byVersion = new Map(versions.map((known) => [known, wordsAt(table, known)]));
  byVersion.set(version, words);
  const values = byVersion.get(newest([...byVersion.keys()]));
  const others = [...byVersion].filter(([, list]) => JSON.stringify(list) !== JSON.stringify(values));
  const valuesIn = others.length === 0 ? undefined : Object.fromEntries(others);
  return withoutEmpty({ values, valuesIn, booleans: table.booleans });
}
