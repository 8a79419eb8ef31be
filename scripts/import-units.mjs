// Makes golden folders test/fixtures/units/NAME from a folder of inputs and what NixOS made of them.
//
//   node scripts/import-units.mjs SAMPLES_DIR
//
// NAME.nix becomes NAME/case.nix, the files that it imports are copied beside it, and the expected texts go to NAME/case.unit: one after another, each
// under a line with its scope and name. Store hashes are masked and what stands after a package's name is dropped.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const samples = process.argv[2];
if (samples === undefined) {
  process.stderr.write('usage: node scripts/import-units.mjs SAMPLES_DIR\n');
  process.exit(2);
}
const out = new URL('../test/fixtures/units/', import.meta.url).pathname;

function masked(text) {
  return text.replace(/\/nix\/store\/[0-9a-z]{32}-/g, '/nix/store/…-').replace(/@[A-Z]+@\/[a-z/-]+(?=\/)/g, '.');
}

function block(title, text) {
  return `### ${title}\n${masked(text)}`;
}

function linksOf(unit) {
  return ['wantedBy', 'requiredBy', 'upheldBy', 'aliases']
    .filter((kind) => unit[kind].length > 0)
    .map((kind) => ` ${kind}=${unit[kind].join(',')}`)
    .join('');
}

function expected({ system = {}, user = {}, scripts }) {
  const units = [
    ...Object.entries(system).map(([name, unit]) => ['system', name, unit]),
    ...Object.entries(user).map(([name, unit]) => ['user', name, unit]),
  ];
  const shown = units.map(([scope, name, unit]) => {
    const dropIn = unit.overrideStrategy === 'asDropin' ? ' drop-in' : '';
    return block(`${scope} ${name}${unit.enable ? '' : ' disabled'}${dropIn}${linksOf(unit)}`, unit.text);
  });
  const files = Object.values(scripts ?? {}).flatMap((byName) => Object.entries(byName));
  return [...shown, ...files.map(([name, text]) => block(`script ${name.replaceAll('@', '_')}`, text))].join('');
}

for (const file of readdirSync(samples).filter((name) => name.endsWith('.nix'))) {
  const name = basename(file, '.nix');
  const folder = join(out, name);
  const source = readFileSync(join(samples, file), 'utf8');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'case.nix'), source);
  if (source.includes('./lib/')) cpSync(join(samples, 'lib'), join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'case.unit'), expected(JSON.parse(readFileSync(join(samples, `${name}.json`), 'utf8'))));
}

const errors = join(samples, 'errors');
for (const file of existsSync(errors) ? readdirSync(errors).filter((name) => name.endsWith('.nix')) : []) {
  const name = basename(file, '.nix');
  const folder = join(out, 'errors', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'case.nix'), readFileSync(join(errors, file), 'utf8'));
  writeFileSync(join(folder, 'case.error'), readFileSync(join(errors, `${name}.stderr`), 'utf8'));
}
