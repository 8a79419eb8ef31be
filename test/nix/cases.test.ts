import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { nodeHost } from '../../server/src/cli/host-node';
import { COMMAND_LIMITS } from '../../server/src/nix/evaluator';
import { outcomeOfText } from '../support/evaluation';
import { askNix, nixOracle } from '../support/nix-oracle';
import { testParser } from '../support/parser';
import { answerLine, type CaseTable, caseTables, expectedFile, FILES } from './cases';

const { files } = nodeHost({ trusted: false });
const { parse } = await testParser();
const limits = { ...COMMAND_LIMITS, depth: 1000 };

function evaluated(expression: string): string {
  const outcome = outcomeOfText({ files, parse, limits }, expression, FILES);
  const text = outcome.kind === 'value' ? outcome.text : outcome.error.message;
  return answerLine({ kind: outcome.kind, text });
}

function expected(table: CaseTable): readonly string[] {
  return readFileSync(expectedFile(table), 'utf8').split('\n').slice(0, -1);
}

/** Where only the failure counts, nothing else is left of it. */
function comparable(lines: readonly string[], table: CaseTable): readonly (readonly [string, string])[] {
  return table.cases.map(({ expression, wording }, i) => {
    const line = lines[i] ?? '';
    return [expression, wording ? line : line.replace(/^error: .*/, 'error')];
  });
}

describe.each(caseTables().map((table) => [table.name, table] as const))('%s', (_name, table) => {
  test('gives what Nix gave', () => {
    const lines = table.cases.map(({ expression }) => evaluated(expression));
    expect(comparable(lines, table)).toEqual(comparable(expected(table), table));
  });

  test.skipIf(!nixOracle())('is recorded as Nix gives it today', () => {
    const answers = askNix(
      table.cases.map(({ expression }) => expression),
      FILES,
    );
    expect(answers.map(answerLine)).toEqual(expected(table));
  });
});
