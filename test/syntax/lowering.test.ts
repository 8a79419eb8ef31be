import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nixPrint, normalise } from '../support/nix-print';
import { testParser } from '../support/parser';
import { tool } from '../support/tools';
import { generatedExpression } from './arbitrary';
import { EXPRESSIONS } from './expressions';
import { parseWithNix } from './oracle';
import { REFUSED } from './refused';

const parser = await testParser();
const nix = tool('nix-instantiate-2.34');

/** Nix refuses unknown variables unless a `with` could bring them. */
function bound(expression: string): string {
  return `with {}; ${expression}`;
}

function compare(expressions: readonly string[]): void {
  const texts = expressions.map(bound);
  parseWithNix(nix, texts, ({ stdout, stderr }, folder) => {
    const printed = stdout.split('\n').slice(0, -1).map(normalise);
    expect(printed.length, stderr).toBe(texts.length);
    const ours = texts.map((text) => nixPrint(parser.parse(text).root, folder));
    for (const [index, text] of texts.entries()) expect(ours[index], text).toBe(printed[index]);
  });
}

test('no expression of the table has an error', () => {
  const wrong = EXPRESSIONS.filter((text) => parser.parse(text).errors.length > 0);
  expect(wrong).toEqual([]);
});

test('the trees of the table are as recorded', async () => {
  const printed = EXPRESSIONS.map(
    (text) => `${JSON.stringify(text)}\n  ${nixPrint(parser.parse(text).root, '/base')}\n`,
  );
  await expect(printed.join('')).toMatchFileSnapshot('expressions.printed');
});

test.each(REFUSED)('%j is refused', (text, message) => {
  const { errors } = parser.parse(text);
  expect(errors.map((error) => error.message).join('\n')).toMatch(message);
  for (const { start, end } of errors) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
  }
});

describe.skipIf(!nix.available)('Nix 2.34', () => {
  test('gives the same trees for the table', () => compare(EXPRESSIONS));

  test('gives the same trees for generated expressions', () => {
    const seed = Date.now();
    try {
      compare(fc.sample(generatedExpression, { numRuns: 300, seed }));
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  });

  test('refuses what is refused here', { timeout: 120_000 }, () => {
    const accepted = REFUSED.filter(([text]) => parseWithNix(nix, [bound(text)], ({ code }) => code === 0));
    expect(accepted).toEqual([]);
  });
});
