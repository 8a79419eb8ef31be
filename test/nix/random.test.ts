import { expect, test } from 'vitest';
import { nodeHost } from '../../server/src/cli/host-node';
import { COMMAND_LIMITS } from '../../server/src/nix/evaluator';
import { outcomeOfText } from '../support/evaluation';
import { askNix, nixOracle } from '../support/nix-oracle';
import { testParser } from '../support/parser';
import { answerLine, FILES } from './cases';
import { randomExpression } from './random-expression';
import { randomRegexCalls } from './random-regex';

const { files } = nodeHost({ trusted: false });
const { parse } = await testParser();
const limits = { ...COMMAND_LIMITS, depth: 1000 };

const COUNT = Number(process.env.RANDOM_EXPRESSIONS ?? (process.env.CI ? 10_000 : 1_000));
/** Nix ends at the first error, so that each needs a process of its own: this many are asked. */
const MAX_FAILURES = 200;
const SEED = Number(process.env.RANDOM_SEED ?? 1);

/** Of an error only that it is one: which of several is met first hangs on the order in which Nix met the names of a set. */
function withoutMessage(line: string): string {
  return line.replace(/^error: .*$/s, 'error');
}

function evaluated(expression: string): string {
  const outcome = outcomeOfText({ files, parse, limits }, expression, FILES);
  const text = outcome.kind === 'value' ? outcome.text : outcome.error.message;
  return withoutMessage(answerLine({ kind: outcome.kind, text }));
}

interface Difference {
  readonly seed: number;
  readonly expression: string;
  readonly here: string;
  readonly nix: string | undefined;
}

/** Evaluates generated expressions with both, and gives those that differ. */
function differences(generate: (seed: number) => string): readonly Difference[] {
  const made = Array.from({ length: COUNT }, (_, i) => {
    const expression = generate(SEED + i);
    return { seed: SEED + i, expression, here: evaluated(expression) };
  });
  const failures = made.filter((each) => each.here === 'error').slice(0, MAX_FAILURES);
  const asked = [...made.filter((each) => each.here !== 'error'), ...failures];
  const answers = askNix(
    asked.map(({ expression }) => expression),
    FILES,
  ).map((answer) => withoutMessage(answerLine(answer)));
  return asked.flatMap((each, i) => (each.here === answers[i] ? [] : [{ ...each, nix: answers[i] }]));
}

test.skipIf(!nixOracle()).each([
  ['expressions', randomExpression],
  ['regular expressions', randomRegexCalls],
])(`${COUNT} random %s give what Nix gives (RANDOM_SEED=${SEED})`, { timeout: 600_000 }, (_name, generate) => {
  expect(differences(generate).slice(0, 10)).toEqual([]);
});
