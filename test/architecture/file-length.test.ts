import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['client', 'server', 'test', 'scripts', 'grammar'];
const ADVISED = 300;
const LIMIT = 400;

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'data' ? [] : sources(path);
    return /\.m?ts$|\.mjs$/.test(entry.name) ? [path] : [];
  });
}

test(`no source file is longer than ${LIMIT} lines`, () => {
  const files = FOLDERS.flatMap(sources);
  expect(files).not.toEqual([]);
  const lengths = files.map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1 }));
  const long = lengths.filter(({ lines }) => lines > ADVISED).map(({ path, lines }) => `${path}: ${lines}`);
  if (long.length > 0) console.info(`longer than the advised ${ADVISED} lines:\n${long.join('\n')}`);
  expect(lengths.filter(({ lines }) => lines > LIMIT)).toEqual([]);
});
