import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json';
import { TOOLS } from '../../server/src/sources/command';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'];

function read(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

test.each(Object.keys(manifest.devDependencies))('ARCHITECTURE.md says why there is %s', (dependency) => {
  expect(read('ARCHITECTURE.md')).toContain(`\`${dependency}\``);
});

test.each([...TOOLS, 'git', 'nix-instantiate', 'nix-store'])('SECURITY.md names %s', (program) => {
  expect(read('SECURITY.md')).toContain(`\`${program}\``);
});

describe.each(DOCUMENTS)('%s', (document) => {
  test('links to files that exist', () => {
    const targets = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] as string);
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  test('names scripts that exist', () => {
    const scripts = [...read(document).matchAll(/`npm run ([\w:-]+)/g)].map((match) => match[1] as string);
    const all: readonly string[] = [...Object.keys(manifest.scripts), 'setup'];
    expect(scripts.filter((script) => !all.includes(script))).toEqual([]);
  });
});
