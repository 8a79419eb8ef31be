import { describe, expect, test } from 'vitest';
import { moduleGroups } from '../../../server/src/modules/lib';
import { BudgetSignal } from '../../../server/src/nix/errors';
import { createRuntime, EDITOR_LIMITS, evaluateText } from '../../../server/src/nix/evaluator';
import { createLib } from '../../../server/src/nix/lib/create-lib';
import { delay, force } from '../../../server/src/nix/thunk';
import type { Lazy } from '../../../server/src/nix/value';
import { memoryFiles } from '../../support/memory-files';
import { testParser } from '../../support/parser';

const parser = await testParser();

/** Evaluates with `lib` in scope, within an editor's limits. */
function evaluate(text: string): unknown {
  const rt = createRuntime({ files: memoryFiles({}), parse: parser.parse, limits: EDITOR_LIMITS });
  const lib: Lazy = createLib(
    rt,
    moduleGroups(
      rt,
      delay(rt, () => force(lib)),
    ),
  );
  return force(evaluateText(rt, text, { uri: 'text:bounds', folder: '/', scope: new Map([['lib', lib]]) }));
}

describe('functions of lib that make much of little stop at the limit', () => {
  test.each([
    'lib.range 1 1000000000',
    'lib.replicate 1000000000 0',
    'lib.strings.replicate 1000000000 "a"',
    'lib.fixedWidthString 1000000000 "0" "1"',
    'lib.versions.pad 1000000000 "1"',
    'lib.cartesianProduct (lib.genAttrs [ "a" "b" "c" ] (_: lib.range 1 5000))',
    "lib.foldl' (a: b: a + b) 0 (lib.range 1 1000000000)",
  ])('%s', (text) => {
    expect(() => evaluate(text)).toThrow(expect.any(BudgetSignal));
  });
});
