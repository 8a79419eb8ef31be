import { compact, expand, withWords, wordsAt } from './records.mjs';
import { membersAt } from './syscall-groups.mjs';

const keyOf = ({ section, name }) => `${section}.${name}`;
const sameWords = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

function difference(before, after) {
  const lost = before.filter((word) => !after.includes(word)).map((word) => `-${word}`);
  return [...lost, ...after.filter((word) => !before.includes(word)).map((word) => `+${word}`)].join(' ');
}

/** The directive data with one version read from source, and a line for each change. */
export function mergeDirectives(data, source) {
  const versions = [...new Set([...data.versions, source.version])].sort((a, b) => a - b);
  const changes = [];
  const entries = new Map(
    expand(data).map((entry) => [keyOf({ section: entry.section, name: entry.facts.name }), entry]),
  );
  const table = new Map(source.directives.map((item) => [keyOf(item), item]));
  const words = mergeWords(data, source, changes);
  for (const [key, entry] of entries) {
    const item = table.get(key);
    const before = entry.parsers[source.version] ?? previous(entry.parsers, source.version);
    if (item === undefined) {
      if (entry.parsers[source.version] !== undefined || source.version > Math.max(...data.versions))
        changes.push(`${key} is gone`);
      delete entry.parsers[source.version];
    } else {
      if (before !== item.parser) changes.push(`${key} is parsed by ${item.parser}, not ${before}`);
      entry.parsers[source.version] = item.parser;
      entry.ignoredIn = entry.ignoredIn.filter((version) => version !== source.version);
      if (item.ignored) entry.ignoredIn.push(source.version);
    }
  }
  for (const [key, item] of table) {
    if (entries.has(key)) continue;
    entries.set(key, newEntry(item, source, [...entries.values()], words));
    changes.push(`${key} is new`);
  }
  const { lists, sectionSets, directives } = compact([...entries.values()], versions);
  return { data: { versions, unitTypes: data.unitTypes, words, lists, sectionSets, directives }, changes };
}

/** The parser of the nearest version below. */
function previous(parsers, version) {
  const below = Object.keys(parsers).filter((known) => Number(known) < version);
  return parsers[below.sort((a, b) => Number(a) - Number(b)).at(-1)];
}

function mergeWords(data, source, changes) {
  const tables = {};
  for (const [name, table] of Object.entries(data.words)) {
    const read = source.words.get(name);
    const before = wordsAt(table, source.version);
    const same = read === undefined || sameWords(read, before);
    if (!same) changes.push(`words of ${name}: ${difference(before, read)}`);
    tables[name] = same ? table : withWords(table, data.versions, source.version, read);
  }
  return tables;
}

/** An entry like that of another directive with the same parser; what no directive had yet is named in its type. */
function newEntry(item, source, entries, words) {
  const model = entries.find(({ parsers }) => Object.values(parsers).includes(item.parser));
  const read = source.words.get(item.parser);
  if (model === undefined && read !== undefined) words[item.parser] = { values: read };
  const unknown = read === undefined ? { type: 'string' } : { type: `enum:${item.parser}`, words: item.parser };
  const { type, words: table, extra, range, empty, prefixes, specifiers } = model?.facts ?? unknown;
  const manual = source.manual.get(keyOf(item));
  const since = manual?.since !== undefined && manual.since > source.version - 10 ? manual.since : source.version;
  return {
    section: item.section,
    list: model?.list,
    parsers: { [source.version]: item.parser },
    ignoredIn: item.ignored ? [source.version] : [],
    facts: {
      name: item.name,
      type,
      words: table,
      extra,
      range,
      empty: empty ?? 'invalid',
      prefixes,
      specifiers: specifiers ?? 'none',
      since,
      undocumented: manual === undefined || undefined,
      man: manual?.man,
      anchor: manual === undefined || manual.anchor === `${item.name}=` ? undefined : manual.anchor,
    },
  };
}

/** The system call groups with one version read from source; a newer one takes the place of the newest. */
export function mergeGroups(data, versions, source) {
  const changes = [];
  const groups = { ...data.groups };
  const isNewest = source.version >= Math.max(...versions);
  for (const [name, members] of source.groups) {
    const known = groups[name];
    const before = known === undefined ? [] : membersAt(known, source.version);
    if (known !== undefined && sameWords(before, members)) continue;
    changes.push(`group ${name}: ${difference(before, members)}`);
    groups[name] = isNewest
      ? newestGroup(known, members, versions, source.version)
      : olderGroup(known, members, source.version);
  }
  return { data: { ...data, groups }, changes };
}

function newestGroup(known, members, versions, version) {
  if (known === undefined) return { members, presentIn: [version] };
  const older = versions.filter((other) => other !== version && (known.presentIn ?? versions).includes(other));
  const differences = older.map((other) => [other, lacking(membersAt(known, other), members)]);
  const real = differences.filter(([, { lacks, hasExtra }]) => lacks.length + hasExtra.length > 0);
  const presentIn = known.presentIn && [...known.presentIn, version];
  return {
    members,
    ...(presentIn && { presentIn }),
    ...(real.length > 0 && { differences: Object.fromEntries(real) }),
  };
}

function olderGroup(known, members, version) {
  return { ...known, differences: { ...known?.differences, [version]: lacking(members, known?.members ?? []) } };
}

function lacking(older, newer) {
  return {
    lacks: newer.filter((member) => !older.includes(member)),
    hasExtra: older.filter((member) => !newer.includes(member)),
  };
}

/** The rows of the assessment with the weights of the newest version; what a new row checks is for a person to write. */
export function mergeWeights(data, source) {
  const changes = [];
  if (source.version < Math.max(...data.versions)) return { data, changes };
  const rows = data.rows.map((row) => {
    const read = source.weights.get(row.id);
    if (read === undefined || (read.weight === row.weight && read.range === row.range)) return row;
    changes.push(`assessment ${row.id} weighs ${read.weight} of range ${read.range}`);
    return { ...row, ...read };
  });
  const known = new Set(rows.map(({ id }) => id));
  for (const id of source.weights.keys()) if (!known.has(id)) changes.push(`assessment ${id} is new and needs a check`);
  return { data: { ...data, rows }, changes };
}
