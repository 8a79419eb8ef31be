// Writes server/data/{directives,vocab,syscalls}.json from a folder of systemd facts.
//
//   node scripts/build-catalogue.mjs FACTS_DIR
//
// A directive of several sections with the same facts is one record; words of enumerations, list semantics and
// section sets are tables of their own. The output is stable: same facts, same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const emptyMeanings = new Map([
  ['invalid', 'invalid'],
  ['resets', 'resets'],
  ['no-op', 'no-op'],
  ['n/a', 'no-op'],
  ['empty set', 'value'],
  ['true without controllers', 'value'],
]);

/** Index of a value in a table, added when it is new. */
function indexIn(table, value) {
  const text = JSON.stringify(value);
  const at = table.findIndex((known) => JSON.stringify(known) === text);
  return at === -1 ? table.push(value) - 1 : at;
}

function withoutEmpty(record) {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null));
}

function listSemantics(list) {
  if (list === undefined) return undefined;
  return withoutEmpty({
    splitsOn: list.splitsOn,
    mode: list.mode,
    emptyResets: list.emptyResets,
    unquote: list.unquote,
    cunescape: list.cunescape,
  });
}

const parserName = (parser) => (parser === 'NULL' ? 'install' : parser.replace(/^config_parse_/, ''));

/** The facts of one directive that do not depend on the section. */
function commonFacts(entry, tables, versions) {
  const words = entry.enum ?? (entry.values ? entry.valueType : undefined);
  if (words !== undefined && tables.words[words] === undefined) {
    tables.words[words] = withoutEmpty({
      values: entry.values,
      valuesIn: entry.valuesIn,
      booleans: entry.booleanAlias,
    });
  }
  const flags = entry.flags ?? [];
  const everywhere = entry.presentIn.length === versions.length;
  const list = listSemantics(entry.list);
  const page = entry.manPage?.replace(/\(\d\)$/, '');
  return withoutEmpty({
    name: entry.name,
    type: entry.valueType,
    parser: parserName(entry.parser),
    parserIn: entry.parserIn && Object.fromEntries(Object.entries(entry.parserIn).map(([v, p]) => [v, parserName(p)])),
    ignoredIn: entry.warnCompat && Object.keys(entry.warnCompat).map(Number),
    words,
    extra: entry.extraValues,
    range: Array.isArray(entry.range) ? entry.range : undefined,
    list: list && indexIn(tables.lists, list),
    empty: emptyMeanings.get(entry.emptyValue) ?? 'resets',
    prefixes: entry.acceptsPrefixes,
    specifiers: entry.specifiers,
    presentIn: everywhere ? undefined : entry.presentIn,
    since: entry.since,
    legacy: flags.some((flag) => flag !== 'undocumented') || undefined,
    ignored: flags.includes('legacy-ignored') || undefined,
    undocumented: flags.includes('undocumented') || undefined,
    successor: entry.aliasOf,
    build: entry.buildOption,
    fatal: entry.errorIsFatal,
    man: page,
    anchor: entry.manAnchor === `${entry.name}=` ? undefined : entry.manAnchor,
  });
}

function buildDirectives(facts) {
  const versions = Object.keys(facts.sources).map(Number);
  const tables = { words: {}, lists: [], sectionSets: [] };
  for (const [name, table] of Object.entries(facts.enums)) {
    tables.words[name] = withoutEmpty({ values: table.values, valuesIn: table.valuesIn, booleans: table.booleanAlias });
  }
  const sectionsOfRecord = new Map();
  for (const entry of facts.directives) {
    const key = JSON.stringify(commonFacts(entry, tables, versions));
    sectionsOfRecord.set(key, [...(sectionsOfRecord.get(key) ?? []), entry.section]);
  }
  const directives = [...sectionsOfRecord].map(([key, sections]) => ({
    in: indexIn(tables.sectionSets, sections),
    ...JSON.parse(key),
  }));
  return { versions, unitTypes: facts.sectionsByUnitType, ...tables, directives };
}

function buildVocab(vocab, capabilities) {
  const { schema, sources, ...words } = vocab;
  return { ...words, capabilities: capabilities.capabilities.map(({ name }) => name) };
}

function buildSyscalls(facts) {
  const groups = Object.entries(facts.groups).map(([name, group]) => [
    name,
    withoutEmpty({
      members: group.members,
      presentIn: group.presentIn.length === Object.keys(facts.sources).length ? undefined : group.presentIn,
      differences: group.differencesTo262,
    }),
  ]);
  return {
    groups: Object.fromEntries(groups),
    architectures: facts.architectures,
    architecturesMissingIn252: facts.architecturesMissingIn252,
    resolvable: facts.resolvable['x86-64'],
  };
}

/** JSON with one entry of each table a line, so that changes of data read well in a diff. */
function linesOf(data) {
  const parts = Object.entries(data).map(([key, value]) => {
    if (Array.isArray(value)) {
      if (value.every((item) => typeof item !== 'object')) return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
      return `${JSON.stringify(key)}: [\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
    }
    if (value === null || typeof value !== 'object') return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    const lines = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}: ${JSON.stringify(item)}`);
    return `${JSON.stringify(key)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/build-catalogue.mjs FACTS_DIR');
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const output = new URL('../server/data/', import.meta.url);
const files = {
  'directives.json': buildDirectives(read('directives.json')),
  'vocab.json': buildVocab(read('vocab.json'), read('capabilities.json')),
  'syscalls.json': buildSyscalls(read('syscall-groups.json')),
};
for (const [name, data] of Object.entries(files)) {
  const text = linesOf(data);
  writeFileSync(new URL(name, output), text);
  console.log(`${name}: ${text.length} bytes`);
}
