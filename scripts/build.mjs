// Bundles the client, the server and the command into dist/, with the two wasm files that they load and the licenses of
// what is inside.
import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { notices } from './notices.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

const entries = [
  { from: 'client/src/extension.ts', to: 'client.js' },
  { from: 'server/src/lsp/main.ts', to: 'server.js' },
  { from: 'server/src/cli/main.ts', to: 'cli.js', executable: true },
  { from: 'server/src/cli/run.ts', to: 'run.js' },
];

const assets = [
  { from: 'node_modules/web-tree-sitter/web-tree-sitter.wasm', to: 'web-tree-sitter.wasm' },
  { from: 'server/data/tree-sitter-nix.wasm', to: 'tree-sitter-nix.wasm' },
];

async function bundle({ from, to, executable = false }) {
  return await build({
    absWorkingDir: root,
    entryPoints: [from],
    outfile: path.join(dist, to),
    bundle: true,
    write: false,
    sourcemap: true,
    metafile: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    // web-tree-sitter's ES module reads import.meta.url, which a CommonJS bundle does not have.
    alias: { 'web-tree-sitter': './node_modules/web-tree-sitter/web-tree-sitter.cjs' },
    banner: executable ? { js: '#!/usr/bin/env node' } : {},
    logLevel: 'warning',
  });
}

const bundles = await Promise.all(entries.map(bundle));
const grammar = {
  title: 'tree-sitter-nix',
  text: await readFile(path.join(root, 'server/data/tree-sitter-nix.LICENSE'), 'utf8'),
};
const notice = await notices(
  root,
  bundles.map(({ metafile }) => metafile),
  [grammar],
);

// Nothing is written before everything is made, so a build that fails leaves the last one as it was.
await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await Promise.all([
  ...bundles.flatMap(({ outputFiles }) => outputFiles.map((file) => writeFile(file.path, file.contents))),
  ...assets.map(({ from, to }) => copyFile(path.join(root, from), path.join(dist, to))),
  writeFile(path.join(dist, 'NOTICES.txt'), notice),
]);
for (const { to, executable } of entries) if (executable) await chmod(path.join(dist, to), 0o755);
