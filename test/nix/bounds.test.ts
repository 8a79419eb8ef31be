import { describe, expect, test } from 'vitest';
import { createRuntime, EDITOR_LIMITS, evaluateText } from '../../server/src/nix/evaluator';
import { printValue } from '../../server/src/nix/print';
import type { Limits } from '../../server/src/nix/runtime';
import { forceOrUnknown } from '../../server/src/nix/thunk';
import { isUnknown } from '../../server/src/nix/value';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';

const { parse } = await testParser();
const source = { uri: 'text:test', folder: '/' };

/** Evaluates under limits; `polls` is how often the clock may be asked before it is over. */
function evaluate(expression: string, limits: Limits = EDITOR_LIMITS, polls = Number.POSITIVE_INFINITY) {
  let left = polls;
  const rt = createRuntime({ files: memoryFiles({}), parse, limits, interrupted: () => left-- <= 0 });
  return { rt, value: forceOrUnknown(evaluateText(rt, expression, source)) };
}

function reason(expression: string, limits?: Limits, polls?: number): string {
  const { value } = evaluate(expression, limits, polls);
  return isUnknown(value) ? value.why : `finished: ${printValue(value)}`;
}

const stopped = (resource: string) => `evaluation stopped: over its budget of ${resource}`;

describe('what would not end is stopped', () => {
  test.each([
    ['an endless recursion', 'let f = x: 1 + f x; in f 1', 'depth'],
    ['an endless tail call', 'let f = x: f (x + 1); in f 1', 'depth'],
    ['two functions that call each other', 'let f = a: g a; g = a: f a; in f 1', 'depth'],
    ['a string of 10 GB', 'let f = s: n: if n == 0 then s else f (s + s) (n - 1); in f "0123456789" 30', 'output'],
    ['a list that doubles', 'let f = l: n: if n == 0 then l else f (l ++ l) (n - 1); in f [ 1 ] 40', 'output'],
    ['a list of a billion', 'builtins.length (builtins.genList (x: x) 1000000000)', 'output'],
    [
      'a string joined from many',
      'builtins.concatStringsSep "" (builtins.genList (x: "0123456789abcdef0123456789abcdef0123456789") 500000)',
      'output',
    ],
    ['deep JSON', "builtins.toJSON (builtins.foldl' (a: _: [ a ]) [ ] (builtins.genList (x: x) 5000))", 'depth'],
    [
      'deep JSON to read',
      'builtins.fromJSON (builtins.concatStringsSep "" (builtins.genList (x: "[") 50000))',
      'depth',
    ],
    [
      'deep equality',
      "let g = builtins.foldl' (a: _: [ a ]) [ ] (builtins.genList (x: x) 5000); h = builtins.foldl' (a: _: [ a ]) [ ] (builtins.genList (x: x) 5000); in g == h",
      'depth',
    ],
    [
      'a loop of a billion steps',
      "let go = n: builtins.foldl' (a: b: a + b) n (builtins.genList (x: x) 1000); in builtins.foldl' (a: b: a + go b) 0 (builtins.genList (x: x) 100000)",
      'steps',
    ],
    [
      'an endless closure',
      'builtins.genericClosure { startSet = [ { key = 0; } ]; operator = x: [ { key = x.key + 1; } ]; }',
      'steps',
    ],
  ])('%s', (_name, expression, resource) => {
    const limits = { ...EDITOR_LIMITS, steps: 200_000 };
    expect(reason(expression, resource === 'steps' ? limits : EDITOR_LIMITS)).toBe(stopped(resource));
  });

  test('the clock', () => {
    expect(reason("builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 100000)", EDITOR_LIMITS, 3)).toBe(
      stopped('time'),
    );
  });

  test('a value that goes on for ever is printed up to a length', () => {
    const { rt } = evaluate('1');
    const value = evaluateText(rt, 'let f = n: [ n (f (n + 1)) ]; in f 0', source);
    expect(() => printValue(value, 10_000)).toThrow(expect.objectContaining({ resource: 'output' }));
  });

  test('the depth of JavaScript itself is a budget too', () => {
    const limits = { ...EDITOR_LIMITS, depth: 1e9 };
    expect(reason('let f = x: 1 + f x; in f 1', limits)).toBe(stopped('depth'));
  });

  test('what was stopped can be asked for again, and the rest still evaluates', () => {
    const { rt, value } = evaluate('{ bad = let f = x: 1 + f x; in f 1; good = 1; worse = let f = x: f x; in f 1; }');
    const parts = ['bad', 'bad', 'good', 'worse'].map((name) => {
      const set = typeof value === 'object' && value !== null && value.kind === 'attrs' ? value : undefined;
      return printValue(forceOrUnknown(set?.entries.get(name)?.value ?? null));
    });
    expect(parts).toEqual([`‹${stopped('depth')}›`, `‹${stopped('depth')}›`, '1', `‹${stopped('depth')}›`]);
    expect(rt.depth).toBe(0);
  });
});

describe('what is only deep or long is not', () => {
  test.each([
    [
      'a list 100,000 deep prints',
      "builtins.foldl' (a: _: [ a ]) [ ] (builtins.genList (x: x) 100000)",
      /^(\[ ){100001}/,
    ],
    [
      'and is forced deeply',
      "builtins.deepSeq (builtins.foldl' (a: _: [ a ]) [ ] (builtins.genList (x: x) 100000)) 1",
      /^1$/,
    ],
    ['recursion of 400 calls', 'let f = n: if n == 0 then 0 else 1 + f (n - 1); in f 400', /^400$/],
    ['a fold over 100,000', "builtins.foldl' (a: b: a + b) 0 (builtins.genList (x: x) 100000)", /^4999950000$/],
    [
      'an awkward regular expression',
      'builtins.match "(a*)*b" (builtins.concatStringsSep "" (builtins.genList (x: "a") 3000))',
      /^null$/,
    ],
    ['loops in loops of nothing', `builtins.match "${'('.repeat(9)}${')*'.repeat(9)}b" "aaaaaaaaaa"`, /^null$/],
    [
      'a match over a long text',
      'builtins.stringLength (builtins.head (builtins.match "(.*)x" (builtins.concatStringsSep "" (builtins.genList (x: "abc") 30000) + "x")))',
      /^90000$/,
    ],
  ])('%s', (_name, expression, expected) => {
    const { value } = evaluate(expression);
    expect(printValue(value)).toMatch(expected);
  });
});

describe('infinite recursion is an error, as in Nix', () => {
  test.each([
    'let x = x; in x',
    'let x = y; y = x + 1; in x',
    'rec { a = b; b = a; }.a',
    'let x = { y = x.y; }; in x.y',
  ])('%s', (expression) => {
    const { rt } = evaluate('1');
    expect(() => printValue(evaluateText(rt, expression, source))).toThrow(
      expect.objectContaining({ kind: 'recursion', message: 'infinite recursion encountered' }),
    );
  });
});
