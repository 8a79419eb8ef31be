// Runs a TypeScript program: bundled into a temporary folder, in a thread whose stack is deep enough for nested evaluations.
// node scripts/run-ts.mjs FILE.ts ARGUMENT…
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

const STACK_MB = 256;
const root = path.join(import.meta.dirname, '..');

/** `import.meta.dirname` of each module stays the folder that it lies in. */
const ownFolder = {
  name: 'own-folder',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))) };
    });
  },
};

const [entry, ...argv] = process.argv.slice(2);
if (entry === undefined) {
  console.error('usage: node scripts/run-ts.mjs FILE.ts ARGUMENT…');
  process.exit(2);
}
const folder = await mkdtemp(path.join(tmpdir(), 'run-ts-'));
try {
  const outfile = path.join(folder, 'program.cjs');
  await build({
    entryPoints: [path.resolve(entry)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: { 'web-tree-sitter': path.join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    plugins: [ownFolder],
    logLevel: 'warning',
  });
  process.exitCode = await new Promise((resolve, reject) => {
    const worker = new Worker(outfile, {
      argv,
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: 4096, maxYoungGenerationSizeMb: 128 },
    });
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
