import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitScripts } from '../../server/src/features/scripts/list';
import { sourceMap } from '../../server/src/features/scripts/source-map';
import { snapshotOf } from '../support/snapshot';

const COMMON = [
  'a b',
  ' ',
  '\n',
  '  ',
  '    ',
  '\n    ',
  '\t',
  '"',
  '\\',
  '\\n',
  '$',
  '$$',
  '#',
  '😀',
  'é',
  '`',
  '{',
  '}',
];
const INTERPOLATED = [
  `\${"x"}`,
  `\${"y\\n  y"}`,
  `\${config.a.b}`,
  `\${pkgs.hello}`,
  `\${''\n  in\n    ner''}`,
  `\${lib.optionalString true "z"}`,
];
const TOKENS = {
  '"': [...COMMON.filter((token) => token !== '"'), '\\"', '\\\\', '\\t', '\\${', "''", ...INTERPOLATED],
  "''": [...COMMON, "'", "'''", "''$", "''\\n", "''\\t", "''${", ...INTERPOLATED],
} as const;

const MARK = /MARK\d+_/g;

/** A literal in whose text `MARKn_` stands between pieces that Nix reads in ways of their own. */
function literal(quotes: '"' | "''", from: number): fc.Arbitrary<string> {
  const tokens = fc.array(fc.constantFrom<string>(...TOKENS[quotes]), { minLength: 1, maxLength: 4 });
  return fc
    .array(tokens, { minLength: 1, maxLength: 6 })
    .map(
      (groups) => `${quotes}${groups.map((group, at) => `${group.join('')} MARK${from + at}_`).join('')}\n  ${quotes}`,
    );
}

const literals = fc.constantFrom<'"' | "''">('"', "''");

/** What the script of a service is: a literal, or several that are joined. */
const expressions = fc
  .tuple(
    literals.chain((quotes) => literal(quotes, 0)),
    literals.chain((quotes) => literal(quotes, 100)),
    fc.nat(4),
  )
  .map(([first, second, form]) => {
    const forms = [
      first,
      `${first} + ${second}`,
      `lib.mkMerge [ ${first} (lib.mkBefore ${second}) ]`,
      `lib.concatStringsSep "\\n" [ ${first} (lib.optionalString true ${second}) ]`,
      `''\${"some"} \${${first}}\n  \${${second}}''`,
    ];
    return forms[form] ?? first;
  });

describe('the source of a script', () => {
  test('is exact for every piece of text, through escapes, indentation, interpolation and what joins texts', async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(expressions, async (expression) => {
        const text = `{ config, lib, pkgs, ... }: { systemd.services.a.script = ${expression}; }`;
        const snapshot = await snapshotOf(text);
        fc.pre(snapshot.tree.errors.length === 0);
        const [only] = unitScripts(snapshot.analysis());
        fc.pre(only !== undefined);
        const map = sourceMap(only.script, snapshot.document);
        const found = [...only.script.text.matchAll(MARK)];
        expect(found.map(([mark]) => mark).toSorted()).toEqual((text.match(MARK) ?? []).toSorted());
        for (const { 0: mark, index } of found) {
          const start = text.indexOf(mark);
          const span = { start: index, end: index + mark.length };
          expect(map.origin(span)).toEqual({ uri: snapshot.uri, start, end: start + mark.length });
          expect(map.origins(span)).toEqual([map.origin(span)]);
        }
        tried += 1;
      }),
      { numRuns: 150 },
    );
    expect(tried).toBeGreaterThan(100);
  });

  test('is unknown for what is generated, interpolated or unknown', async () => {
    const snapshot = await snapshotOf(
      `{ config, lib, pkgs, ... }: { systemd.services.a.script = "one \${config.b} \${lib.toUpper "two"} three"; }`,
    );
    const [only] = unitScripts(snapshot.analysis());
    const text = only?.script.text ?? '';
    const at = (needle: string) => ({ start: text.indexOf(needle), end: text.indexOf(needle) + needle.length });
    const map = only && sourceMap(only.script, snapshot.document);
    const underlined = (needle: string) => {
      const origin = map?.origin(at(needle));
      return origin && snapshot.text.slice(origin.start, origin.end);
    };
    expect(['set -e', 'TWO', 'config.b', 'one ‹config.b›', 'TWO three', 'e\n\none'].map(underlined)).toEqual(
      Array.from({ length: 6 }, () => undefined),
    );
    expect(underlined('one')).toBe('one');
    expect(underlined(' TWO three')).toBe(` \${lib.toUpper "two"} three`);
  });
});
