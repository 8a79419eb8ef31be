import { describe, expect, test } from 'vitest';
import { moduleGroups } from '../../../server/src/modules/lib';
import { NixError } from '../../../server/src/nix/errors';
import { COMMAND_LIMITS, createRuntime } from '../../../server/src/nix/evaluator';
import { createLib } from '../../../server/src/nix/lib/create-lib';
import { createPkgs } from '../../../server/src/nix/pkgs/create-pkgs';
import { printValue } from '../../../server/src/nix/print';
import { delay } from '../../../server/src/nix/thunk';
import type { Attrs, Lazy } from '../../../server/src/nix/value';
import { testParser } from '../../support/parser';

const { parse } = await testParser();
const none = () => undefined;

/** What an option of a format's type makes of a value, or the kind of the error. */
function merged(format: string, value: string): string {
  const files = { readText: none, readBytes: none, readDir: none, stat: none };
  const rt = createRuntime({ files, parse, limits: { ...COMMAND_LIMITS, depth: 1500 } });
  const whole = delay(rt, (): Attrs => lib);
  const lib: Attrs = createLib(rt, moduleGroups(rt, whole));
  const scope = new Map<string, Lazy>([
    ['lib', lib],
    ['pkgs', createPkgs(rt, { lib })],
  ]);
  const text = `(lib.evalModules { modules = [
    { options.x = lib.mkOption { type = (pkgs.formats.${format}).type; }; }
    { x = ${value}; }
  ]; }).config.x`;
  try {
    return printValue(rt.evaluate(text, { uri: 'test:case', folder: '/', scope }));
  } catch (failure) {
    if (failure instanceof NixError) return `error: ${failure.kind}`;
    throw failure;
  }
}

describe('types of formats', () => {
  test.each([
    ['json { }', '{ a = [ 1 "x" null ]; b.c = 1.5; }', '{ a = [ 1 "x" null ]; b = { c = 1.5; }; }'],
    ['json { }', '{ a = x: x; }', 'error: throw'],
    ['toml { }', '{ a.b = 1; }', '{ a = { b = 1; }; }'],
    ['toml { }', '{ a = null; }', 'error: throw'],
    ['yaml { }', '[ 1 { a = null; } ]', '[ 1 { a = null; } ]'],
    ['ini { }', '{ s.k = true; }', '{ s = { k = true; }; }'],
    ['ini { }', '{ s.k = [ 1 ]; }', 'error: throw'],
    ['ini { listsAsDuplicateKeys = true; }', '{ s.k = [ 1 2 ]; }', '{ s = { k = [ 1 2 ]; }; }'],
    ['keyValue { }', '{ k = "v"; }', '{ k = "v"; }'],
    ['keyValue { listsAsDuplicateKeys = true; }', '{ k = "v"; }', '{ k = [ "v" ]; }'],
    ['iniWithGlobalSection { }', '{ sections.s.k = 1; }', '{ globalSection = { }; sections = { s = { k = 1; }; }; }'],
    ['gitIni { }', '{ user.name = "x"; a.b.c = 1; }', '{ a = { b = { c = 1; }; }; user = { name = "x"; }; }'],
  ])('%s takes %s', (format, value, result) => {
    expect(merged(format, value)).toBe(result);
  });
});
