import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { walk } from '../../server/src/syntax/children';
import { testParser } from '../support/parser';

const parser = await testParser();

function parses(text: string): number {
  const tree = parser.parse(text);
  expect(tree.text).toBe(text);
  let items = 0;
  walk(tree.root, ({ start, end }) => {
    items++;
    expect(start).toBeLessThanOrEqual(end);
    expect(end).toBeLessThanOrEqual(text.length);
  });
  return tree.errors.length + items;
}

describe('deep nesting', () => {
  const N = 10_000;
  test.each([
    ['lists', '['.repeat(N) + ']'.repeat(N)],
    ['lists without an end', '['.repeat(N)],
    ['sets without an end', '{ a = '.repeat(N)],
    ['parentheses', `${'('.repeat(N)}a${')'.repeat(N)}`],
    ['interpolations', `${'"${'.repeat(N)}a${'}"'.repeat(N)}`],
    ['functions', `${'x: '.repeat(N)}x`],
    ['calls', 'f '.repeat(N)],
    ['sums', `${'a + '.repeat(N)}a`],
    ['sums without blanks', `${'a+'.repeat(N)}a`],
    ['choices', `${'if a then b else '.repeat(N)}c`],
    ['negations', `${'!'.repeat(N)}a`],
    ['braces of strings', '${'.repeat(N)],
    ['quotes', "'".repeat(N + 1)],
  ])('%s', (_, text) => {
    parses(text);
    expect(parser.parse(text).errors[0]?.message).toMatch(/nested too deeply|not closed|missing|unexpected/);
  });
});

test('any text has a tree', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '"',
      "''",
      '${',
      ';',
      '=',
      '.',
      ':',
      '@',
      '\\',
      '\ud800',
      '\udc00',
      '\0',
    ),
    fc.constantFrom(
      'let',
      'in',
      'a',
      'inherit',
      'rec',
      'with',
      'if',
      'or',
      '1',
      './a',
      '<b>',
      '# c\n',
      '/*',
      '|>',
      '?',
      '...',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      parses(pieces.join(''));
    }),
    { numRuns: 2000 },
  );
});

test('binary data has a tree', () => {
  const text = Array.from({ length: 100_000 }, (_, i) => String.fromCharCode((i * 7919 + (i >> 3)) & 0xff)).join('');
  expect(parses(text)).toBeGreaterThan(0);
});

test('5 MB have a tree', { timeout: 120_000 }, () => {
  const text = `{\n${Array.from({ length: 60_000 }, (_, i) => `  name${i} = { a = [ ${i} "text of some length ${i}" ]; b = c.d or ${i}; };\n`).join('')}}\n`;
  expect(text.length).toBeGreaterThan(4_000_000);
  const tree = parser.parse(text);
  expect(tree.errors).toEqual([]);
  expect(tree.root.kind === 'attrs' && tree.root.bindings.length).toBe(60_000);
});

test('comments are collected without their signs', () => {
  const text = '# one\n{ a = /* two */ 1; # three\n} /**/ #\n';
  const { comments } = parser.parse(text);
  expect(comments.map((comment) => comment.text)).toEqual(['one', 'two', 'three', '', '']);
  expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual([
    '# one',
    '/* two */',
    '# three',
    '/**/',
    '#',
  ]);
});

test('what can be read around an error is kept', () => {
  const { root, errors } = parser.parse('{ a = 1; b c = 2; d = ; f = 4; }');
  expect(errors.length).toBeGreaterThan(0);
  const names: string[] = [];
  walk(root, (item) => {
    const first = item.kind === 'binding' ? item.path[0] : undefined;
    if (first?.kind === 'name') names.push(first.name);
  });
  expect(names).toEqual(expect.arrayContaining(['a', 'd', 'f']));
});
