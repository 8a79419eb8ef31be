import { expect, test } from 'vitest';
import { isIgnoredBelow, sourceFiles } from '../../server/src/features/source-files';
import { memoryFiles } from '../support/memory-files';

const FILES = memoryFiles({
  '/w/.gitignore': 'old.nix\n/out/\n',
  '/w/a.nix': '',
  '/w/old.nix': '',
  '/w/notes.txt': '',
  '/w/out/b.nix': '',
  '/w/sub/.gitignore': '!old.nix\n',
  '/w/sub/old.nix': '',
  '/w/sub/web.service.in': '',
  '/w/.../c.nix': '',
  '/w/..d/old.nix': '',
});

test('the sources of a folder are those that git does not ignore, whatever its folders are called', () => {
  const found = [...sourceFiles(FILES, '/w')].filter((file) => file !== undefined);
  expect(found).toEqual(['/w/.../c.nix', '/w/a.nix', '/w/sub/old.nix', '/w/sub/web.service.in']);
});

test.each([
  ['/w/old.nix', true],
  ['/w/out/b.nix', true],
  ['/w/..d/old.nix', true],
  ['/w/.../c.nix', false],
  ['/w/sub/old.nix', false],
])('%s by itself is ignored: %s', (file, ignored) => {
  expect(isIgnoredBelow(FILES, '/w', file)).toBe(ignored);
});
