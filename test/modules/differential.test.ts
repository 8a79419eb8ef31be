import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OptionError } from '../../server/src/modules/errors';
import { applyAll } from '../../server/src/nix/apply';
import { select } from '../../server/src/nix/attrs';
import { NixError } from '../../server/src/nix/errors';
import { toJson } from '../../server/src/nix/json';
import { force } from '../../server/src/nix/thunk';
import { attrsOf } from '../../server/src/nix/value';
import { testWorld } from './world';

type Recorded = { readonly value: unknown } | { readonly error: string };

const path = join(import.meta.dirname, 'cases.nix');
const source = readFileSync(path, 'utf8');
const recorded: Readonly<Record<string, Recorded>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8'),
);

/** Indentation and the ends of lines are the printer's of Nix. */
function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function evaluate(name: string): Recorded {
  const { rt, lib, evaluate: read } = testWorld();
  try {
    const cases = applyAll(rt, force(read(source, path)), [attrsOf({ lib })], undefined);
    return { value: JSON.parse(toJson(rt, select(cases, name)).text) };
  } catch (signal) {
    if (signal instanceof NixError) return { error: lines(signal.message) };
    throw signal;
  }
}

describe('the module system of nixpkgs, as recorded', () => {
  test.each(Object.keys(recorded))('%s', (name) => {
    const expected = recorded[name];
    const got = evaluate(name);
    if (expected === undefined || 'value' in expected) expect(got).toEqual(expected);
    else expect(got).toEqual({ error: lines(expected.error) });
  });
});

test('a refused definition says in one line what is wrong', () => {
  const { evaluate: read } = testWorld();
  const text =
    '(lib.evalModules { modules = [ { options.a = lib.mkOption { type = lib.types.int; }; } { a = "s"; } ]; }).config.a';
  const signal = (() => {
    try {
      return force(read(text));
    } catch (error) {
      return error;
    }
  })();
  expect(signal).toBeInstanceOf(OptionError);
  expect(signal instanceof OptionError && signal.summary).toBe(
    'A definition for option `a\' is not of type `signed integer\'. "s"',
  );
});
