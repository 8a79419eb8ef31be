import { expect, test } from 'vitest';
import { session } from '../../server/src/features/session';
import { EDITOR_LIMITS } from '../../server/src/nix/evaluator';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';

const parser = await testParser();

/** The ExecStart lines of a text's units, evaluated with an editor's patience. */
function execStarts(text: string): ReadonlyMap<string, string | undefined> {
  const editor = session({
    parser,
    files: memoryFiles({}),
    now: () => performance.now(),
    systemdVersion: undefined,
    assumeEnabled: true,
    budgetMs: 200,
    depth: EDITOR_LIMITS.depth,
  });
  const { units } = editor.snapshot({ uri: 'file:///test/endless.nix', text, tree: parser.parse(text) }).analysis();
  return new Map(
    units.map(({ name, sections }) => {
      const lines = sections.flatMap((section) => section.lines.filter((line) => line !== undefined));
      return [name, lines.find(({ key }) => key === 'ExecStart')?.value];
    }),
  );
}

test.each([
  ['an endless recursion', 'let spin = n: spin (n + 1); in toString (spin 0)', 'depth'],
  [
    'a string without end',
    'let grow = s: grow (s + s); in grow "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
    '(depth|output)',
  ],
  ['a 10 GB string', 'lib.strings.replicate 1000000000 "0123456789"', 'output'],
  [
    'a loop of a billion steps',
    "let sum = lib.foldl' builtins.add 0; in toString (sum (map (_: sum (lib.range 1 10000)) (lib.range 1 100000)))",
    '(time|steps)',
  ],
  ['a deep list', "toString (builtins.foldl' (a: _: [ a ]) [ ] (lib.range 1 100000))", '(depth|time)'],
])('%s ends with a reason, and the rest of the file previews', (_name, expression, resource) => {
  const found = execStarts(`{ lib, ... }: {
    systemd.services.endless.serviceConfig.ExecStart = "/bin/a \${${expression}}";
    systemd.services.good.serviceConfig.ExecStart = "/bin/true";
  }`);
  expect(found.get('good.service')).toBe('/bin/true');
  expect(found.get('endless.service')).toMatch(new RegExp(`^.*‹evaluation stopped: over its budget of ${resource}›$`));
});
