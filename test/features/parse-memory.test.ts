import { expect, test } from 'vitest';
import { rememberingParse } from '../../server/src/features/parse-memory';
import { testParser } from '../support/parser';

const parser = await testParser();

function counting(): { readonly parse: ReturnType<typeof rememberingParse>; readonly count: () => number } {
  let parsed = 0;
  const parse = rememberingParse((text) => {
    parsed++;
    return parser.parse(text);
  });
  return { parse, count: () => parsed };
}

test('a text is parsed once', () => {
  const { parse, count } = counting();
  expect(parse('{ a = 1; }')).toBe(parse('{ a = 1; }'));
  expect(count()).toBe(1);
});

test('the texts seen longest ago are forgotten, the one asked for never', () => {
  const { parse, count } = counting();
  const large = (name: string): string => `"${name.repeat(5_000_000)}"`;
  parse(large('a'));
  parse(large('b'));
  parse(large('b'));
  expect(count()).toBe(2);
  parse(large('a'));
  expect(count()).toBe(3);
});
