// Records what the real lib of nixpkgs gives for the expressions in test/nix/lib/cases, and what it knows of platforms.
// node scripts/record-lib.mjs LIB COMMIT NIX-INSTANTIATE…   (LIB: the folder that holds lib's default.nix)
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const [lib, commit, ...command] = process.argv.slice(2);
if (lib === undefined || commit === undefined || command.length === 0) {
  console.error('usage: node scripts/record-lib.mjs LIB COMMIT NIX-INSTANTIATE…');
  process.exit(2);
}
const run = promisify(execFile);
const cases = path.join(root, 'test/nix/lib/cases');
const tree = path.join(root, 'test/nix/lib/tree');

async function evaluate(expression, ...flags) {
  const [program, ...rest] = command;
  const args = [...rest, '--readonly-mode', '--eval', '--strict', ...flags, '-E', expression];
  try {
    const { stdout } = await run(program, args, {
      cwd: root,
      maxBuffer: 1 << 26,
      env: { ...process.env, NIX_REMOTE: 'dummy://', NIX_PATH: '' },
    });
    return { value: stdout.trimEnd() };
  } catch (failure) {
    return { failure: String(failure.stderr) };
  }
}

/** The kind of an error: what `tryEval` catches, an abort, or any other. */
function kindOf(message) {
  const last = message.slice(message.lastIndexOf('error:'));
  if (/evaluation aborted/.test(last)) return 'abort';
  if (/assertion .* failed/.test(last)) return 'assert';
  return 'other';
}

async function record(expression) {
  const text = `with import ${lib}; ${expression.replaceAll('@tree@', tree)}`;
  const { value, failure } = await evaluate(text);
  if (value !== undefined) return { expression, value: value.replaceAll(tree, '@tree@') };
  const caught = await evaluate(`(builtins.tryEval (builtins.deepSeq (${text}) true)).success`);
  const kind = caught.value === 'false' ? 'throw' : 'other';
  const found = kindOf(failure);
  return { expression, error: kind === 'throw' && found === 'other' ? 'throw' : found };
}

function expressions(file) {
  return readFileSync(path.join(cases, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

const recorded = {};
for (const file of readdirSync(cases).sort()) {
  const results = [];
  const all = expressions(file);
  for (let at = 0; at < all.length; at += 4) results.push(...(await Promise.all(all.slice(at, at + 4).map(record))));
  recorded[path.basename(file, '.txt')] = results;
}
const names = await evaluate(
  `let
    lib = import ${lib};
    groups = removeAttrs lib [ "maintainers" "teams" "licenses" "licensesSpdx" "platforms" ];
    namesOf = group: let seen = builtins.tryEval group; in
      if seen.success && builtins.isAttrs seen.value && !(seen.value ? __functor) then builtins.attrNames seen.value else [ ];
  in { top = builtins.attrNames lib; groups = lib.filterAttrs (_: names: names != [ ]) (builtins.mapAttrs (_: namesOf) groups); }`,
  '--json',
);
if (names.value === undefined) throw new Error(names.failure);
writeFileSync(
  path.join(root, 'test/nix/lib/recorded.json'),
  `${JSON.stringify({ source: `nixpkgs lib ${commit}`, names: JSON.parse(names.value), groups: recorded }, null, 1)}\n`,
);

const SYSTEMS = [
  'x86_64-linux',
  'aarch64-linux',
  'i686-linux',
  'armv6l-linux',
  'armv7l-linux',
  'riscv64-linux',
  'powerpc64le-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];
const platforms = await evaluate(
  `let
    lib = import ${lib};
    plain = depth: value: let seen = builtins.tryEval value; in
      if !seen.success || builtins.isFunction seen.value || (builtins.isAttrs seen.value && depth > 4) then null
      else if builtins.isAttrs seen.value then lib.filterAttrs (_: one: one != null) (builtins.mapAttrs (_: plain (depth + 1)) seen.value)
      else if builtins.isList seen.value then map (plain (depth + 1)) seen.value
      else seen.value;
    system = name: let whole = plain 0 (removeAttrs (lib.systems.elaborate name) [ "_withoutFunctions" ]); in
      whole // { parsed = whole.parsed // { abi = removeAttrs whole.parsed.abi [ "assertions" ]; }; };
  in {
    platforms = builtins.mapAttrs (_: lib.concatStringsSep " ") lib.platforms;
    flakeExposed = lib.systems.flakeExposed;
    systems = lib.genAttrs ${JSON.stringify(SYSTEMS).replaceAll(',', ' ')} system;
  }`,
  '--json',
);
if (platforms.value === undefined) throw new Error(platforms.failure);
const data = JSON.parse(platforms.value);
const [base, ...others] = SYSTEMS;
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
for (const name of others) {
  const own = data.systems[name];
  for (const key of Object.keys(data.systems[base])) {
    if (!(key in own)) own[key] = null;
    else if (same(own[key], data.systems[base][key])) delete own[key];
  }
}
writeFileSync(
  path.join(root, 'server/data/platforms.json'),
  `${JSON.stringify({ source: `nixpkgs lib ${commit}`, ...data })}\n`,
);

const counts = Object.entries(recorded).map(([name, results]) => `${name} ${results.length}`);
console.log(
  `${counts.join(', ')}; failing in Nix: ${
    Object.values(recorded)
      .flat()
      .filter((one) => one.error).length
  }`,
);
