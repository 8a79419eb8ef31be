// Writes server/data/security.json from a folder of systemd facts.
//
//   node scripts/build-security.mjs FACTS_DIR
//
// The output is stable: same facts, same bytes. Rows that hang on the word of one directive carry the badness of each
// word, `*` standing for all others; the rest name the members that they look for in a set.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The directive and the badness of its words, for the rows that depend on nothing else. */
function wordCheck(row, functions) {
  const { badness } = functions[row.function];
  switch (row.function) {
    case 'bool':
      return { directive: row.field, badness: row.badWhen ? { no: 0, '*': 1 } : { no: 1, '*': 0 } };
    case 'protect-home':
      return { directive: 'ProtectHome', badness };
    case 'protect-system':
      return { directive: 'ProtectSystem', badness };
    case 'protect-proc': {
      const { '(other)': others, ...words } = badness;
      return { directive: 'ProtectProc', badness: { ...words, '*': others } };
    }
    case 'proc-subset':
      return { directive: 'ProcSubset', badness: { pid: 0, '*': 1 } };
    case 'keyring-mode':
      return { directive: 'KeyringMode', badness: { private: 0, '*': 1 } };
    case 'notify-access':
      return { directive: 'NotifyAccess', badness: { all: 1, '*': 0 } };
    default:
      return undefined;
  }
}

function membersOf({ capabilities, namespace, families, group }) {
  const members = capabilities ?? families ?? [namespace ?? group].filter((member) => member !== undefined);
  return members.map((member) => (member === '(any other)' ? 'other' : member));
}

/** Directives that let devices into a closed policy without being named in the facts of the row. */
const alsoReads = { 'device-allow': ['RootMStack', 'LoadCredentialEncrypted', 'SetCredentialEncrypted'] };

function readsOf(row, words) {
  // A word that only a notification type or a watchdog implies is never the bad one.
  if (words !== undefined) return row.reads.filter((key) => key === words.directive || key === 'DynamicUser');
  return [...row.reads, ...(alsoReads[row.function] ?? [])];
}

function buildRow(row, functions) {
  const words = wordCheck(row, functions);
  const members = membersOf(row);
  return {
    id: row.id,
    field: row.jsonField,
    weight: row.weight,
    range: row.range,
    ...(row.naWithoutDefaultDependencies ? { needsDefaultDependencies: true } : {}),
    check: words === undefined ? row.function : 'word',
    ...words,
    ...(members.length === 0 ? {} : { members }),
    reads: readsOf(row, words),
  };
}

/** Members of groups that exist on x86-64 although no list of today's calls has them: systemd counts them as well. */
function retiredCalls(syscalls) {
  const current = new Set(syscalls.resolvable['x86-64']);
  const examined = Object.values(syscalls.groups).filter(({ notOnX86_64 }) => notOnX86_64 !== undefined);
  const native = examined.flatMap(({ members, notOnX86_64 }) =>
    members.filter((member) => !member.startsWith('@') && !notOnX86_64.includes(member)),
  );
  return [...new Set(native)].filter((name) => !current.has(name)).sort();
}

function buildSecurity(facts, syscalls) {
  return {
    versions: Object.keys(facts.sources).map(Number),
    bands: facts.overall.bands,
    capabilityReductions: facts.capabilityReductions,
    retiredCalls: retiredCalls(syscalls),
    rows: facts.rows.map((row) => buildRow(row, facts.functions)),
  };
}

/** JSON with one entry of each table a line, so that changes of data read well in a diff. */
function linesOf(data) {
  const parts = Object.entries(data).map(([key, value]) => {
    if (!Array.isArray(value) || typeof value[0] !== 'object')
      return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    return `${JSON.stringify(key)}: [\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/build-security.mjs FACTS_DIR');
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const text = linesOf(buildSecurity(read('security.json'), read('syscall-groups.json')));
writeFileSync(new URL('../server/data/security.json', import.meta.url), text);
console.log(`security.json: ${text.length} bytes`);
