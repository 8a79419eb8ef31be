import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Parser, Tree } from 'web-tree-sitter';
import { applyChanges, type TextChange } from '../../server/src/syntax/document';
import { testParser } from '../support/parser';
import { MODULE } from './module';

const parser = await testParser();

/** Pieces that open, close, and break things. */
const SNIPPETS = [
  ...[
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
    ',',
    '@',
    '?',
    '#',
    '/*',
    '*/',
    '\\',
    '\n',
    ' ',
  ],
  ...['a', 'b.c', 'x = 1;', 'let y = 2; in', 'inherit (q) r;', 'rec { z = 3; }', '"s${t}u"', "''\n  v\n''", './p/${q}'],
  ...[
    'a: a',
    '{ b, c ? 1, ... }: b',
    'if a then b else c',
    '# note\n',
    '/* note */',
    '😀',
    '\r\n',
    '|>',
    '++',
    'or',
    '-1/2',
  ],
];

interface Step {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat({ max: 3 }), fc.nat({ max: 60 })),
  insert: fc.oneof(fc.constant(''), fc.constantFrom(...SNIPPETS), fc.string({ unit: 'binary', maxLength: 4 })),
});

function change(text: string, { at, remove, insert }: Step): TextChange {
  const start = Math.floor(at * text.length);
  return { start, end: Math.min(text.length, start + remove), text: insert };
}

let created: number;
let deleted: number;

beforeEach(() => {
  created = 0;
  deleted = 0;
  const { parse } = Parser.prototype;
  const { copy, delete: remove } = Tree.prototype;
  vi.spyOn(Parser.prototype, 'parse').mockImplementation(function (this: Parser, ...args) {
    created++;
    return parse.apply(this, args);
  });
  vi.spyOn(Tree.prototype, 'copy').mockImplementation(function (this: Tree) {
    created++;
    return copy.apply(this);
  });
  vi.spyOn(Tree.prototype, 'delete').mockImplementation(function (this: Tree) {
    deleted++;
    remove.apply(this);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an edited document', () => {
  test.each([
    ['a module', MODULE, 60],
    ['nothing', '', 400],
    ['a broken text', '{ a = [ 1; b. = "x; }', 400],
  ])('has the tree of a fresh parse, whatever the edits: %s', { timeout: 120_000 }, (_, start, numRuns) => {
    fc.assert(
      fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 8 }), (edits) => {
        const document = parser.open(start);
        let text = start;
        for (const steps of edits) {
          const changes: TextChange[] = [];
          for (const one of steps) {
            const next = change(text, one);
            changes.push(next);
            text = applyChanges(text, [next]);
          }
          expect(document.edit(changes)).toEqual(parser.parse(text));
        }
        document.dispose();
      }),
      { numRuns },
    );
    expect(created).toBeGreaterThan(0);
    expect(deleted).toBe(created);
  });

  test('keeps what an edit does not touch', () => {
    const document = parser.open('{ a = { b = 1; }; c = 2; d = { e = 3; }; }');
    const before = document.tree().root;
    const after = document.edit([{ start: 22, end: 23, text: '27' }]).root;
    document.dispose();
    if (before.kind !== 'attrs' || after.kind !== 'attrs') throw new Error('not a set');
    expect(after.bindings[0]).toBe(before.bindings[0]);
    expect(after.bindings[2]).toMatchObject({ start: 26, end: 41 });
  });

  test('frees every tree, repairs included', () => {
    const document = parser.open('{ a = 1; }');
    document.update('{ a = 2; }');
    document.update('{ a = 2; }');
    document.dispose();
    parser.parse('{');
    expect(parser.leastBroken('{ a', ['{ a', '}', '{ a = 1; }', '{ }'])).toBe(2);
    expect(deleted).toBe(created);
  });
});
