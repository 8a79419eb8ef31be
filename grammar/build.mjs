// build.mjs [OUT]: compiles src/ to a wasm side module for web-tree-sitter; without OUT it replaces the committed one.
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const data = join(here, '../server/data');
const given = process.argv[2];
const out = given ?? join(data, 'tree-sitter-nix.wasm');

/** The C files of a folder, in the shape that the compiler takes as its file system. */
function sources(folder) {
  return Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .map((name) => {
        const path = join(folder, name);
        return [name, statSync(path).isDirectory() ? sources(path) : new Uint8Array(readFileSync(path))];
      }),
  );
}

const flags = [
  '--target=wasm32-unknown-wasip1',
  '-fPIC',
  '-shared',
  '-Os',
  '-nostdlib',
  '-fno-exceptions',
  '-fvisibility=hidden',
  '-Wl,--export=tree_sitter_nix',
  '-Wl,--allow-undefined',
  '-Wl,--no-entry',
];

if (!existsSync(join(here, 'node_modules/@yowasp/clang'))) execSync('npm ci', { cwd: here, stdio: 'inherit' });
const { runClang } = await import('@yowasp/clang');

let log = '';
const decoder = new TextDecoder();
const note = (bytes) => {
  if (bytes) log += decoder.decode(bytes);
};

const files = await runClang(
  ['clang', ...flags, '-I', '.', 'parser.c', 'scanner.c', '-o', 'out.wasm'],
  sources(join(here, 'src')),
  { stdout: note, stderr: note, fetchProgress: () => {} },
).catch((error) => {
  throw new Error(`clang failed: ${log || error}`);
});

const wasm = files['out.wasm'];
const sha256 = createHash('sha256').update(wasm).digest('hex');
writeFileSync(out, wasm);
if (given === undefined) {
  writeFileSync(join(data, 'tree-sitter-nix.wasm.sha256'), `${sha256}  tree-sitter-nix.wasm\n`);
  cpSync(join(here, 'node_modules/tree-sitter-nix/LICENSE'), join(data, 'tree-sitter-nix.LICENSE'));
}
console.log(`${sha256}  ${out} (${wasm.length} bytes)`);
