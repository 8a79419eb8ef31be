import { describe, expect, test } from 'vitest';
import type { Origin } from '../../server/src/base/span';
import { NixError } from '../../server/src/nix/errors';
import { checkText, createRuntime, evaluateFile, evaluateText } from '../../server/src/nix/evaluator';
import { printValue } from '../../server/src/nix/print';
import { force, originOf } from '../../server/src/nix/thunk';
import { type Attrs, isAttrs, isList, type Lazy, unknown } from '../../server/src/nix/value';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';

const { parse } = await testParser();
const source = { uri: 'text:test', folder: '/' };

function runtime(texts: Readonly<Record<string, string>> = {}, lenient = false) {
  return createRuntime({
    files: memoryFiles(texts),
    parse,
    lenient,
    globals: new Map([['config', unknown('config')]]),
  });
}

function setOf(lazy: Lazy): Attrs {
  const value = force(lazy);
  if (!isAttrs(value)) throw new Error('not a set');
  return value;
}

/** The text that an origin covers. */
function covered(text: string, origin: Origin | undefined): string | undefined {
  return origin && text.slice(origin.start, origin.end);
}

/** The texts of the attribute's value and of its name. */
function places(text: string, name: string): readonly (string | undefined)[] {
  const entry = setOf(evaluateText(runtime(), text, source)).entries.get(name);
  return [covered(text, entry && originOf(entry.value)), covered(text, entry?.key)];
}

describe('values know the expression that made them', () => {
  test.each([
    ['{ a = 1; }', '1', 'a'],
    ['{ a = "x"; }', '"x"', 'a'],
    ['{ "a" = null; }', 'null', '"a"'],
    ['{ a = [ 1 ]; }', '[ 1 ]', 'a'],
    ['{ a = { b = 1; }; }', '{ b = 1; }', 'a'],
    ['{ a = x: x; }', 'x: x', 'a'],
    ['{ a = ./b; }', './b', 'a'],
    ['{ a = "x${config}"; }', '"x${config}"', 'a'],
    ['{ a = config.b; }', 'config.b', 'a'],
    ['let v = "made here"; in { a = v; }', '"made here"', 'a'],
    ['let v = "made here"; in { inherit v; a = 1; }', '1', 'a'],
    ['let s = { a = "made here"; }; in s // { b = 1; }', '"made here"', 'a'],
    ['({ v }: { a = v; }) { v = "given"; }', '"given"', 'a'],
    ['({ v ? "fallback" }: { a = v; }) { }', '"fallback"', 'a'],
    ['builtins.listToAttrs [ { name = "a"; value = 5; } ]', '5', '"a"'],
    ['{ a.b = 1; }', 'a', 'a'],
    ['rec { a = b; b = 2; }', 'b', 'a'],
    ['let inherit ({ a = 7; }) a; in { inherit a; }', 'a', 'a'],
    ['{ ${"a"} = 1; }', '1', '${"a"}'],
    ['builtins.removeAttrs { a = 1; b = 2; } [ "b" ]', '1', 'a'],
  ])('%s', (text, value, key) => {
    expect(places(text, 'a')).toEqual([value, key]);
  });

  test('elements of a list, through map as well', () => {
    const text = '[ 1 "two" ] ++ map (x: x + 1) [ 3 ]';
    const value = force(evaluateText(runtime(), text, source));
    expect(isList(value) && value.items.map((item) => covered(text, originOf(item)))).toEqual([
      '1',
      '"two"',
      'x: x + 1',
    ]);
  });
});

describe('errors know where they happened', () => {
  test.each([
    ['{ a = { b = 1; }.c; }.a', 'missing', 'c'],
    ['1 + "a"', 'type', '1 + "a"'],
    ['let f = x: x.y; in f 1', 'type', 'y'],
    ['builtins.head [ ]', 'eval', 'builtins.head [ ]'],
    ['[ (throw "no") ]', 'throw', 'throw "no"'],
    ["{ a = map; b = builtins.foldl' 1 2 [ ]; }.b", 'type', "builtins.foldl' 1 2 [ ]"],
    ['if 1 then 2 else 3', 'type', '1'],
    ['"a${1}b"', 'type', '1'],
    ['assert 1 == 2; 3', 'assert', '1 == 2'],
    ['({ a }: a) { }', 'type', '{ a }'],
    ['1 2', 'type', '1 2'],
    ['x', 'undefined', 'x'],
    ['{ a = 1; a = 2; }', 'syntax', 'a'],
    ['[ 1', 'syntax', ''],
  ])('%s', (text, kind, place) => {
    const error = failure(() => printValue(evaluateText(runtime(), text, source)));
    expect([error?.kind, covered(text, error?.origin)]).toEqual([kind, place]);
  });

  test('what builtins.addErrorContext adds is kept', () => {
    const text = 'builtins.addErrorContext "outer" (builtins.addErrorContext "inner" (throw "x"))';
    expect(failure(() => printValue(evaluateText(runtime(), text, source)))?.notes).toEqual(['inner', 'outer']);
  });
});

function failure(run: () => unknown): NixError | undefined {
  try {
    run();
    return undefined;
  } catch (signal) {
    if (signal instanceof NixError) return signal;
    throw signal;
  }
}

describe('files', () => {
  const texts = {
    '/app/default.nix': '{ x ? 1 }: { inherit x; other = import ./other.nix; here = ./.; pos = __curPos; }',
    '/app/other.nix': 'rec {\n  value = 42;\n  pos = builtins.unsafeGetAttrPos "value" { value = 1; };\n}',
    '/app/broken.nix': '{ a = 1; b = nope; c = 3; }',
    '/app/loop.nix': 'import ./loop.nix',
  };

  test('imports are relative to the file, and folders mean default.nix', () => {
    expect(printValue(evaluateText(runtime(texts), '(import ./app { x = 2; })', source))).toBe(
      '{ here = /app; other = { pos = { column = 45; file = "/app/other.nix"; line = 3; }; value = 42; }; pos = { column = 71; file = "/app/default.nix"; line = 1; }; x = 2; }',
    );
  });

  test('a file is evaluated once', () => {
    const rt = runtime(texts);
    expect(force(evaluateFile(rt, '/app/other.nix'))).toBe(force(evaluateFile(rt, '/app/other.nix')));
  });

  test('origins carry the URI of their file', () => {
    const set = setOf(evaluateFile(runtime(texts), '/app/other.nix'));
    expect(originOf(set.entries.get('value')?.value ?? null)?.uri).toBe('file:///app/other.nix');
  });

  test('an import that is missing, or imports itself, is an error', () => {
    expect(failure(() => force(evaluateFile(runtime(texts), '/app/gone.nix')))?.message).toBe(
      "path '/app/gone.nix' does not exist",
    );
    expect(failure(() => force(evaluateFile(runtime(texts), '/app/loop.nix')))?.kind).toBe('recursion');
  });

  test('errors found beforehand fail the file, or just what they concern', () => {
    expect(failure(() => force(evaluateFile(runtime(texts), '/app/broken.nix')))?.message).toBe(
      "undefined variable 'nope'",
    );
    const lenient = setOf(evaluateFile(runtime(texts, true), '/app/broken.nix'));
    expect(force(lenient.entries.get('c')?.value ?? null)).toBe(3n);
    expect(failure(() => force(lenient.entries.get('b')?.value ?? null))?.kind).toBe('undefined');
    const errors = checkText(runtime(texts), texts['/app/broken.nix'], source);
    expect(errors.map(({ message }) => message)).toEqual(["undefined variable 'nope'"]);
  });

  test('mistakes leave the rest of a text alone in an editor', () => {
    const set = setOf(evaluateText(runtime({}, true), '{ a = 1; b = ; c = 3; a = 2; }', source));
    expect(force(set.entries.get('a')?.value ?? null)).toBe(1n);
    expect(force(set.entries.get('c')?.value ?? null)).toBe(3n);
  });
});
