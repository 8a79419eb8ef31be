// Records what the module system of nixpkgs makes of test/modules/cases.nix, in test/modules/recorded.json.
//
//   node scripts/record-modules.mjs LIB_DIR
//
// LIB_DIR holds lib/default.nix of nixpkgs; nix-instantiate of Nix 2.34 is taken from .tools/sid, as .ci/run unpacks it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('usage: node scripts/record-modules.mjs LIB_DIR\n');
  process.exit(2);
}
const root = new URL('..', import.meta.url).pathname;
const cases = join(root, 'test/modules/cases.nix');

function evaluate(expression) {
  const args = ['nix-instantiate', '--readonly-mode', '--eval', '--strict', '--json', '-E', expression];
  const env = { ...process.env, NIX_REMOTE: 'dummy://' };
  return spawnSync(join(root, '.tools/sid/run'), args, { encoding: 'utf8', env });
}

/** The message of the last error, without the trace. */
function errorOf(stderr) {
  const at = stderr.lastIndexOf('error: ');
  const lines = stderr.slice(at + 'error: '.length).split('\n');
  const place = lines.findIndex((line) => /^ *at \//.test(line));
  return lines
    .slice(0, place === -1 ? lines.length : place)
    .map((line) => line.replace(/^ {7}/, '').trimEnd())
    .join('\n')
    .trim();
}

const open = `import ${cases} { lib = import ${join(folder, 'lib')}; }`;
const names = JSON.parse(evaluate(`builtins.attrNames (${open})`).stdout);
const recorded = {};
for (const name of names) {
  const { status, stdout, stderr } = evaluate(`(${open}).${name}`);
  recorded[name] = status === 0 ? { value: JSON.parse(stdout) } : { error: errorOf(stderr) };
}
writeFileSync(join(root, 'test/modules/recorded.json'), `${JSON.stringify(recorded, null, 1)}\n`);
process.stdout.write(`${names.length} cases recorded\n`);
