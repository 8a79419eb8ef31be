import { describe, expect, test } from 'vitest';
import { attrPathAt, enclosing, staticNames } from '../../server/src/syntax/find';
import { testParser } from '../support/parser';

const parser = await testParser();

/** A text without its `|`, and where that was. */
function cursor(marked: string): readonly [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

describe('the attribute path around a cursor', () => {
  test.each([
    ['{ a = { b = |1; }; }', ['a', 'b'], undefined],
    ['{ a = { |b = 1; }; }', ['a'], 0],
    ['{ a.b|.c = 1; }', ['a'], 1],
    ['{ a.b.|c = 1; }', ['a', 'b'], 2],
    ['{ a."b c".d = { | }; }', ['a', 'b c', 'd'], undefined],
    ['{ a.${b}.c = | 1; }', ['a', undefined, 'c'], undefined],
    ['{ a = f { b = x: { c = |1; }; }; }', ['a', 'b', 'c'], undefined],
    ['{ a = let b = |1; in b; }', ['a', 'b'], undefined],
    ['[ | ]', [], undefined],
    ['{ a = 1; } | ', [], undefined],
  ])('%s', (marked, names, index) => {
    const [text, offset] = cursor(marked);
    const found = attrPathAt(parser.parse(text), offset);
    expect(found.names).toEqual(names);
    expect(found.at?.index).toBe(index);
  });
});

describe('what is around a cursor', () => {
  test.each([
    ['{ a = [ b|c ]; }', ['attrs', 'binding', 'list', 'variable']],
    ['{ inherit (a|) b; }', ['attrs', 'inherit', 'variable']],
    ['f "x${y|}"', ['apply', 'string', 'variable']],
    ['{ a ? 1|2 }: a', ['lambda', 'int']],
    ['a.${b|}.c', ['select', 'variable']],
    ['  |  a', []],
  ])('%s', (marked, kinds) => {
    const [text, offset] = cursor(marked);
    expect(enclosing(parser.parse(text), offset).map((item) => item.kind)).toEqual(kinds);
  });
});

test('names are known up to the first computed one', () => {
  const { root } = parser.parse('a.b."c".${d}.e');
  expect(root.kind === 'select' && staticNames(root.path)).toEqual(['b', 'c']);
});
