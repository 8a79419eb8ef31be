// Adds a systemd version to the data, from a tree of its sources.
//
//   npm run update-catalogue -- SYSTEMD_SOURCE [--check]
//
// Prints what changed and which directives still lack words. With --check nothing is written, and a change is an error.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { linesOf } from './format.mjs';
import { mergeDirectives, mergeGroups, mergeWeights } from './merge.mjs';
import { readSource } from './source.mjs';

const [folder, option] = process.argv.slice(2);
if (folder === undefined || (option !== undefined && option !== '--check')) {
  console.error('usage: npm run update-catalogue -- SYSTEMD_SOURCE [--check]');
  process.exit(2);
}

const dataFolder = new URL('../../server/data/', import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, dataFolder), 'utf8'));
const source = readSource(folder);
const before = read('directives.json');
const directives = mergeDirectives(before, source);
const syscalls = mergeGroups(read('syscalls.json'), before.versions, source);
const security = mergeWeights(read('security.json'), source);

const files = { 'directives.json': directives, 'syscalls.json': syscalls, 'security.json': security };
const changes = Object.values(files).flatMap((file) => file.changes);
console.log(`systemd ${source.version}: ${changes.length === 0 ? 'nothing changed' : `${changes.length} changes`}`);
for (const change of changes) console.log(`  ${change}`);

const described = new Set(
  readdirSync(new URL('docs/', dataFolder))
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => Object.keys(read(`docs/${name}`))),
);
const lacking = source.directives.filter(
  ({ name, section }) => !described.has(name) && !described.has(`${section}.${name}`),
);
const names = [...new Set(lacking.map(({ name }) => name))];
if (names.length > 0) console.log(`without words: ${names.join(', ')}`);

if (option === '--check') process.exit(changes.length === 0 ? 0 : 1);
for (const [name, file] of Object.entries(files)) {
  if (file.changes.length > 0) writeFileSync(new URL(name, dataFolder), linesOf(file.data));
}
