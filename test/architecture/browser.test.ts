import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { CORE } from './modules';

const ROOT = join(import.meta.dirname, '../..');

/** web-tree-sitter asks for these when it finds itself in Node, and only then. */
const ASKED_BY_THE_PARSER = ['fs/promises', 'module'];

test('the core bundles for the browser', async () => {
  const entryPoints = CORE.flatMap((layer) =>
    readdirSync(join(ROOT, 'server/src', layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join('server/src', layer, name)),
  );
  expect(entryPoints).not.toEqual([]);
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints,
    outdir: 'out/browser',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    external: ASKED_BY_THE_PARSER,
    logLevel: 'silent',
  });
  const external = Object.entries(metafile.inputs).flatMap(([path, { imports }]) =>
    imports.filter((imported) => imported.external).map((imported) => `${path}: ${imported.path}`),
  );
  const ofTheParser = external.filter((line) => line.startsWith('node_modules/web-tree-sitter/'));
  expect(external).toEqual(ofTheParser);
});
