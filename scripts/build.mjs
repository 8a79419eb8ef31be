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
];

const assets = [
  { from: 'node_modules/web-tree-sitter/web-tree-sitter.wasm', to: 'web-tree-sitter.wasm' },
  { from: 'server/data/tree-sitter-nix.wasm', to: 'tree-sitter-nix.wasm' },
];

async function bundle({ from, to, executable = false }) {
  const outfile = path.join(dist, to);
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [from],
    outfile,
    bundle: true,
    minify: true,
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
  if (executable) await chmod(outfile, 0o755);
  return metafile;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const metafiles = await Promise.all(entries.map(bundle));
await Promise.all(assets.map(({ from, to }) => copyFile(path.join(root, from), path.join(dist, to))));
const grammar = {
  title: 'tree-sitter-nix',
  text: await readFile(path.join(root, 'server/data/tree-sitter-nix.LICENSE'), 'utf8'),
};
await writeFile(path.join(dist, 'NOTICES.txt'), await notices(root, metafiles, [grammar]));
