import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { walk } from '../../server/src/syntax/children';
import { cookedOffset, sourceSpan } from '../../server/src/syntax/literal-map';
import type { StringNode } from '../../server/src/syntax/node';
import { quoteAttrName, quoteAttrPath, quoteString } from '../../server/src/syntax/quote';
import { testParser } from '../support/parser';
import { generatedExpression } from './arbitrary';
import { EXPRESSIONS } from './expressions';

const parser = await testParser();

function strings(text: string): readonly StringNode[] {
  const found: StringNode[] = [];
  walk(parser.parse(text).root, (item) => {
    if (item.kind === 'string') found.push(item);
  });
  return found;
}

function only(text: string): StringNode {
  const [node] = strings(text);
  if (!node) throw new Error(`no string in ${text}`);
  return node;
}

/** The source of a word of a value, found by way of the map. */
function sourceOf(text: string, word: string): string | undefined {
  const node = only(text);
  for (const [index, part] of node.parts.entries()) {
    const start = part.kind === 'text' ? part.value.indexOf(word) : -1;
    if (start === -1) continue;
    const span = sourceSpan(node, text, index, { start, end: start + word.length });
    return span && text.slice(span.start, span.end);
  }
  return undefined;
}

describe('a word of a string is found in its source', () => {
  test.each([
    ['"one two"', 'two', 'two'],
    ['"a\\nb two\\tc"', 'two', 'two'],
    ['"a\\"two\\"b"', '"two"', '\\"two\\"'],
    ['"a\\nb"', '\n', '\\n'],
    ['"a\r\nb"', 'b', 'b'],
    ['"${x}one${y} two"', 'two', 'two'],
    ["''\n    one\n      two\n    three\n  ''", 'two', 'two'],
    ["''\n    one\n      two\n    three\n  ''", 'one\n  two', 'one\n      two'],
    ["''\n    one\n    two\n  ''", 'two\n', 'two\n'],
    ["''\n  ${x}\n    a ''${two} '''b'''\n''", '${two}', "''${two}"],
    ["''\n  ${x}\n    a ''${two} '''b'''\n''", "b''", "b'''"],
    ["''\n  ''\\ta\n''", '\ta', "''\\ta"],
  ])('%j: %j', (text, word, source) => {
    expect(sourceOf(text, word)).toBe(source);
  });

  test('an empty range has a place', () => {
    const text = '"a\\nb"';
    expect(sourceSpan(only(text), text, 0, { start: 2, end: 2 })).toEqual({ start: 4, end: 4 });
    expect(sourceSpan(only(text), text, 0, { start: 3, end: 3 })).toEqual({ start: 5, end: 5 });
    expect(sourceSpan(only('"${a}"'), '"${a}"', 0, { start: 0, end: 0 })).toBeUndefined();
  });
});

test('source and value lead to each other for every character', () => {
  const check = (text: string) => {
    for (const node of strings(text)) {
      for (const [part, { kind }] of node.parts.entries()) {
        if (kind !== 'text') continue;
        const { value } = node.parts[part] as { readonly value: string };
        let last = node.start;
        for (let i = 0; i < value.length; i++) {
          const span = sourceSpan(node, text, part, { start: i, end: i + 1 });
          expect(span).toBeDefined();
          if (!span) continue;
          expect(span.start).toBeGreaterThanOrEqual(last);
          expect(span.end).toBeGreaterThan(span.start);
          last = span.start;
          const source = text.slice(span.start, span.end);
          if (source.length === 1 && source !== '\r') expect(source).toBe(value[i]);
          const back = cookedOffset(node, text, span.start);
          expect(back?.part).toBe(part);
          if (source.length === 1) expect(back?.offset).toBe(i);
        }
      }
    }
  };
  for (const text of EXPRESSIONS) check(text);
  fc.assert(fc.property(generatedExpression, check), { numRuns: 200 });
});

test('outside of its text a string has no value', () => {
  const text = '"a${b}c"';
  const node = only(text);
  expect(cookedOffset(node, text, 0)).toBeUndefined();
  expect(cookedOffset(node, text, 4)).toBeUndefined();
  expect(cookedOffset(node, text, 1)).toEqual({ part: 0, offset: 0 });
  expect(cookedOffset(node, text, 7)).toEqual({ part: 2, offset: 1 });
});

test('indentation leads to the text that follows it', () => {
  const text = "''\n    a\n    b\n  ''";
  expect(cookedOffset(only(text), text, 12)).toEqual({ part: 0, offset: 2 });
});

describe('what is quoted reads as it was', () => {
  test('a string', () => {
    const piece = fc.oneof(fc.constantFrom('$', '{', '${', '$$', '\\', '"', "''", '\n', '\r', '\t'), fc.string());
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const value = pieces.join('').replaceAll('\0', '');
        const node = parser.parse(quoteString(value)).root;
        expect(node).toMatchObject({ kind: 'string', parts: value === '' ? [] : [{ kind: 'text', value }] });
      }),
    );
  });

  test('an attribute path', () => {
    const name = fc.oneof(fc.constantFrom('if', 'or', 'a.b', "a'", '', '1a', '-a', '${x}', 'inherit'), fc.string());
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (list) => {
        const names = list.map((one) => one.replaceAll('\0', ''));
        const { root, errors } = parser.parse(`{ ${quoteAttrPath(names)} = 1; }`);
        expect(errors).toEqual([]);
        expect(root).toMatchObject({ kind: 'attrs', bindings: [{ path: names.map((one) => ({ name: one })) }] });
      }),
    );
  });

  test('only where it must be', () => {
    expect(['a', "a'b-c_1", 'or', 'if', 'a b', '${a}', '$${a}', ''].map(quoteAttrName)).toEqual([
      ...['a', "a'b-c_1", 'or', '"if"', '"a b"', '"\\${a}"', '"$${a}"', '""'],
    ]);
  });
});
