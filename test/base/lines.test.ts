import { expect, test } from 'vitest';
import type { FileSystem } from '../../server/src/base/host';
import { linesOfFiles } from '../../server/src/base/lines';
import { lineMap } from '../../server/src/base/span';

const NOTHING = (): undefined => undefined;

function files(readText: FileSystem['readText']): FileSystem {
  return { readText, readBytes: NOTHING, readDir: NOTHING, stat: NOTHING };
}

test('a file is read once, whether it is there or not', () => {
  const read: string[] = [];
  const linesOf = linesOfFiles(
    files((path) => {
      read.push(path);
      return path === '/a.nix' ? '1\n2' : undefined;
    }),
  );
  expect(linesOf('file:///a.nix')).toEqual(lineMap('1\n2'));
  expect(linesOf('file:///a.nix')).toEqual(lineMap('1\n2'));
  expect([linesOf('file:///b.nix'), linesOf('file:///b.nix')]).toEqual([undefined, undefined]);
  expect(linesOf('untitled:a.nix')).toBeUndefined();
  expect(read).toEqual(['/a.nix', '/b.nix']);
});

test('a document that is open hides the file', () => {
  const linesOf = linesOfFiles(
    files(() => 'saved'),
    (uri) => (uri === 'file:///a.nix' ? lineMap('typed\n') : undefined),
  );
  expect(linesOf('file:///a.nix')).toEqual(lineMap('typed\n'));
  expect(linesOf('file:///b.nix')).toEqual(lineMap('saved'));
});
