import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nixFiles } from '../support/checkout';
import { nixRepl, type Repl } from '../support/nix-repl';
import { tool } from '../support/tools';
import { namesIn } from './nixos-units/names';

/**
 * Writes server/data/option-defaults.json: `node scripts/run-ts.mjs test/corpus/option-defaults.ts NIXPKGS FILE_OR_FOLDER…`, where NIXPKGS is a work
 * tree of nixpkgs, of which `lib` and `nixos` are used. Asks Nix what a machine that sets nothing has for the options that the files read, and
 * keeps texts, numbers, truth values, nulls and packages that are the same whatever release the machine was installed with.
 */
const OUTPUT = join(import.meta.dirname, '../../server/data/option-defaults.json');

/** Options that every machine sets, and what is a matter of the machine or of the release that it was installed with. */
const OWN_TO_MACHINES =
  /^(fileSystems|hardware|nixpkgs|passthru|system(?!\.path$|\.build\.nixos-rebuild$)|systemd|users|virtualisation\.vmVariant)\.|^networking\.(fqdn|host)|^boot\.(bootspec|kernelPackages|loader)\b|^services\.postgresql\.package$/;

const READ = /\bconfig((?:\.[a-zA-Z_][\w'-]*)+)/g;

/** The options that files read, and which files do. */
function optionsRead(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const file of files) {
    const here = new Set<string>();
    const text = readFileSync(file, 'utf8');
    for (const [, path = ''] of text.matchAll(READ)) here.add(path.slice(1));
    for (const [, name = '', path = ''] of text.matchAll(/\b(\w+)\s*=\s*config((?:\.[a-zA-Z_][\w'-]*)+)\s*;/g)) {
      const short = new RegExp(`\\b${name}\\.([a-zA-Z_][\\w'-]*(?:\\.[a-zA-Z_][\\w'-]*)*)`, 'g');
      for (const [, rest = ''] of text.matchAll(short)) here.add(`${path.slice(1)}.${rest}`);
    }
    for (const path of here) readers.set(path, [...(readers.get(path) ?? []), file]);
  }
  return readers;
}

/** Options that more files read are read by others than those that declare them. */
const MOST_DECLARERS = 3;

const LONGEST = 100;

/** Options that are sets of packages, whose members are packages. */
const PACKAGE_SETS: Readonly<Record<string, string>> = { 'boot.kernelPackages': 'linuxPackages' };

/** Sets of options whose elements have their own names in `name`, set or not. */
const NAMED: readonly string[] = ['users.groups', 'users.users'];

type Default = string | number | boolean | null | { readonly package: string };

/** A value as JSON, when it is one that a preview can show; packages by their name. */
const SHOWN = `value:
  if builtins.isAttrs value && value.type or null == "derivation" then { package = value.name; }
  else if builtins.elem (builtins.typeOf value) [ "string" "int" "bool" "null" ] then { inherit value; }
  else { }`;

const attributeOf = (path: string): string =>
  path
    .split('.')
    .map((name) => JSON.stringify(name))
    .join('.');

/** Whether one of the files is none of those that declare the option. */
async function isForeign(repl: Repl, path: string, readers: readonly string[]): Promise<boolean> {
  if (readers.length > MOST_DECLARERS) return true;
  const answer = await repl.json(`map toString new.options.${attributeOf(path)}.declarations`);
  if ('error' in answer) return path.startsWith('ids.');
  const declarers: readonly string[] = JSON.parse(answer.json);
  return readers.some((reader) => !declarers.includes(reader));
}

/** Whether a text is short and neither of the store nor of one release. */
function isPlain(text: string): boolean {
  return text.length <= LONGEST && !/\n|\/nix\/store\/|^_mk|pre-git/.test(text);
}

async function defaultOf(repl: Repl, path: string): Promise<Default | undefined> {
  const answers: string[] = [];
  for (const machine of ['old', 'new']) {
    const answer = await repl.json(`shown ${machine}.config.${attributeOf(path)}`);
    if ('error' in answer) return undefined;
    answers.push(answer.json);
  }
  if (answers[0] !== answers[1]) return undefined;
  const found: { readonly value?: Default; readonly package?: string } = JSON.parse(answers[0] ?? '{}');
  if (found.package !== undefined) return { package: found.package };
  if (typeof found.value === 'string' && !isPlain(found.value)) return undefined;
  return found.value;
}

/** Drops what stands below a package. */
function pruned<T>(defaults: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const isBelow = (path: string): boolean =>
    path.split('.').some((_, i, names) => i > 0 && defaults[names.slice(0, i).join('.')] !== undefined);
  return Object.fromEntries(Object.entries(defaults).filter(([path]) => !isBelow(path)));
}

async function main([nixpkgs, ...given]: readonly string[]): Promise<number> {
  if (nixpkgs === undefined || given.length === 0) {
    console.error('give the path of nixpkgs, and files or folders that read options');
    return 2;
  }
  const modules = nixFiles(join(nixpkgs, 'nixos/modules'));
  const files = given.flatMap((path) => (statSync(path).isDirectory() ? nixFiles(path) : [path]));
  const folder = mkdtempSync(join(tmpdir(), 'option-defaults-'));
  const names = join(folder, 'names.json');
  writeFileSync(names, JSON.stringify(namesIn([...nixFiles(join(nixpkgs, 'nixos')), ...files])));
  const repl = nixRepl(tool('nix-2.34').argv, folder);
  await repl.run(`shown = ${SHOWN.replaceAll('\n', ' ')}`);
  for (const [machine, release] of [
    ['old', '22.05'],
    ['new', '25.05'],
  ]) {
    const request = join(folder, `${machine}.json`);
    const empty = join(folder, `${machine}.nix`);
    writeFileSync(empty, `{ system.stateVersion = "${release}"; }`);
    const asked = { nixpkgs, names, module: empty, files: [], assumed: [], units: [] };
    writeFileSync(request, JSON.stringify(asked));
    await repl.run(
      `${machine} = (import ${join(import.meta.dirname, 'nixos-units/evaluate.nix')} { request = "${request}"; })`,
    );
  }
  const sets = Object.entries(PACKAGE_SETS).map(([path, packages]) => [path, { packages }] as const);
  const named = NAMED.map((path) => [`${path}.<name>.name`, { isElementName: true }] as const);
  const defaults: Record<string, Default | { readonly packages: string } | { readonly isElementName: true }> =
    Object.fromEntries([...sets, ...named]);
  const paths = [...optionsRead([...modules, ...files])].filter(([path]) => !OWN_TO_MACHINES.test(path)).sort();
  for (const [path, readers] of paths) {
    const found = (await isForeign(repl, path, readers)) ? await defaultOf(repl, path) : undefined;
    if (found !== undefined) defaults[path] = found;
  }
  repl.close();
  rmSync(folder, { recursive: true, force: true });
  const release = readFileSync(join(nixpkgs, 'lib/.version'), 'utf8').trim();
  writeFileSync(OUTPUT, `${JSON.stringify({ release, defaults: pruned(defaults) })}\n`);
  console.log(
    `${Object.keys(defaults).length} of ${paths.length} options that are read have a default that can be shown`,
  );
  return 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
