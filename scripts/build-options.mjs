// Writes server/data/nixos-options.json from a folder of facts about NixOS and home-manager options.
//
//   node scripts/build-options.mjs FACTS_DIR
//
// Keeps what the evaluation of units and their completion need: types, defaults, unit kinds, the line that an option becomes, and
// the releases that have it. The output is stable: same facts, same bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ALL_KINDS = ['service', 'socket', 'timer', 'path', 'target', 'mount', 'automount', 'slice'];

/** Options whose default follows from others: what they are is the evaluator's to know. */
const DERIVED = new Set(['name', 'enableStrictShellChecks', 'confinement.binSh']);

function sparse(record) {
  return Object.fromEntries(
    Object.entries(record).filter(([key, value]) => value !== undefined && (value !== false || key === 'default')),
  );
}

/** The unit file line that an option becomes, as `Section.Key`. */
function lineOf({ emits }) {
  const named = emits.find(({ line }) => line !== undefined && !line.startsWith('('));
  return named && `${named.section}.${named.line.replace(/=.*$/, '')}`;
}

/** The section whose directives are the option's attributes. */
function sectionOf({ emits }) {
  return emits.find(({ line }) => line?.startsWith('(attribute name)'))?.section;
}

function unitOption(option) {
  return sparse({
    name: option.name,
    type: option.type.replace(', checked', ''),
    default: option.noDefault || DERIVED.has(option.name) ? undefined : option.default,
    kinds: option.kinds.length === ALL_KINDS.length ? undefined : option.kinds,
    line: lineOf(option),
    section: sectionOf(option),
    check: option.check,
    notInInitrd: option.notInInitrd,
    systemOnly: option.scope?.length === 1,
    internal: option.internal,
    recent: option.recent,
  });
}

function topOption(option) {
  return sparse({
    name: option.name,
    type: option.type,
    default: option.default,
    unitKind: option.unitKind,
    recent: option.recent,
    old: option.old,
    internal: option.internal,
  });
}

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: node scripts/build-options.mjs FACTS_DIR\n');
  process.exit(2);
}
const facts = JSON.parse(readFileSync(join(folder, 'nixos-options.json'), 'utf8'));
const data = {
  unitNamePattern: facts.unitNamePattern,
  unit: facts.unitOptions.map(unitOption),
  top: facts.topOptions.map(topOption),
  homeManager: facts.homeManager.typed,
};
const out = new URL('../server/data/nixos-options.json', import.meta.url);
writeFileSync(out, `${JSON.stringify(data)}\n`);
