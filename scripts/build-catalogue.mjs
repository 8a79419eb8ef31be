// Writes server/data/{directives,vocab,syscalls}.json from a folder of systemd facts.
//
//   node scripts/build-catalogue.mjs FACTS_DIR
//
// The output is stable: same facts, same bytes. `npm run update-catalogue` adds later systemd versions to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, withoutEmpty } from './update-catalogue/format.mjs';
import { compact } from './update-catalogue/records.mjs';

const emptyMeanings = new Map([
  ['invalid', 'invalid'],
  ['resets', 'resets'],
  ['no-op', 'no-op'],
  ['n/a', 'no-op'],
  ['empty set', 'value'],
  ['true without controllers', 'value'],
]);

function listSemantics(list) {
  if (list === undefined) return undefined;
  const { splitsOn, mode, emptyResets, unquote, cunescape } = list;
  return withoutEmpty({ splitsOn, mode, emptyResets, unquote, cunescape });
}

const parserName = (parser) => (parser === 'NULL' ? 'install' : parser.replace(/^config_parse_/, ''));

function wordsKey(entry) {
  return entry.enum ?? (entry.values ? entry.valueType : undefined);
}

function entryOf(entry) {
  const flags = entry.flags ?? [];
  const parsers = entry.presentIn.map((version) => [version, parserName(entry.parserIn?.[version] ?? entry.parser)]);
  return {
    section: entry.section,
    list: listSemantics(entry.list),
    parsers: Object.fromEntries(parsers),
    ignoredIn: Object.keys(entry.warnCompat ?? {}).map(Number),
    facts: {
      name: entry.name,
      type: entry.valueType,
      words: wordsKey(entry),
      extra: entry.extraValues,
      range: Array.isArray(entry.range) ? entry.range : undefined,
      empty: emptyMeanings.get(entry.emptyValue) ?? 'resets',
      prefixes: entry.acceptsPrefixes,
      specifiers: entry.specifiers,
      since: entry.since,
      legacy: flags.some((flag) => flag !== 'undocumented') || undefined,
      ignored: flags.includes('legacy-ignored') || undefined,
      undocumented: flags.includes('undocumented') || undefined,
      successor: entry.aliasOf,
      build: entry.buildOption,
      fatal: entry.errorIsFatal,
      man: entry.manPage?.replace(/\(\d\)$/, ''),
      anchor: entry.manAnchor === `${entry.name}=` ? undefined : entry.manAnchor,
    },
  };
}

/** Word tables by name; of several directives with the same type the first has the words. */
function wordTables(facts) {
  const tables = Object.entries(facts.enums);
  const own = facts.directives.filter((entry) => entry.enum === undefined && entry.values !== undefined);
  const all = [...tables, ...own.map((entry) => [entry.valueType, entry]).reverse()];
  return Object.fromEntries(
    all.map(([name, { values, valuesIn, booleanAlias }]) => [
      name,
      withoutEmpty({ values, valuesIn, booleans: booleanAlias }),
    ]),
  );
}

function buildDirectives(facts) {
  const versions = Object.keys(facts.sources).map(Number);
  const { lists, sectionSets, directives } = compact(facts.directives.map(entryOf), versions);
  return { versions, unitTypes: facts.sectionsByUnitType, words: wordTables(facts), lists, sectionSets, directives };
}

/** The vocabularies that the value grammars, completion and hover read. */
const vocabularies = [
  'specialUnits',
  'specifiers',
  'timeSpan',
  'signals',
  'errnos',
  'addressFamilies',
  'netlinkFamilies',
  'exitStatuses',
  'exitStatusesMissingIn',
  'architectures',
  'virtualization',
  'rlimits',
  'filesystemGroups',
  'security',
  'cgroupControllers',
  'imagePolicyFlags',
  'bpfAttachTypes',
  'nftSetSourcesForUnits',
  'nftFamilies',
  'execPrefixes',
];

function buildVocab(vocab, capabilities) {
  const words = Object.fromEntries(vocabularies.map((name) => [name, vocab[name]]));
  return { ...words, capabilities: capabilities.capabilities.map(({ name }) => name) };
}

function buildSyscalls(facts) {
  const versions = Object.keys(facts.sources);
  const groups = Object.entries(facts.groups).map(([name, group]) => [
    name,
    withoutEmpty({
      members: group.members,
      presentIn: group.presentIn.length === versions.length ? undefined : group.presentIn,
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
