import { describe, expect, test } from 'vitest';
import { NixError } from '../../server/src/nix/errors';
import { createRuntime, evaluateText } from '../../server/src/nix/evaluator';
import { toJson, unknownObject } from '../../server/src/nix/json';
import { printValue } from '../../server/src/nix/print';
import { forceOrUnknown } from '../../server/src/nix/thunk';
import { attrs, isString, isUnknown, type Lazy, list, str, unknown } from '../../server/src/nix/value';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';

const { parse } = await testParser();

/** A package set: any name is a package that prints as its store path; `nope` is known to be absent. */
const pkgs = attrs(new Map([['known', { value: 1n, key: undefined }]]), {
  why: 'pkgs',
  get: (name) =>
    attrs(
      new Map([
        ['type', { value: str('derivation'), key: undefined }],
        ['outPath', { value: str(`/nix/store/…-${name}`), key: undefined }],
      ]),
      { why: `pkgs.${name}`, get: (inner) => unknown(`pkgs.${name}.${inner}`) },
    ),
  has: (name) => (name === 'nope' ? false : name === 'certain' ? true : undefined),
});

const scope = new Map<string, Lazy>([
  ['config', unknown('config')],
  ['pkgs', pkgs],
  ['xs', list([1n, 2n], unknown('config.xs'))],
  ['lib', attrs(new Map([['mkIf', { value: str('lib.mkIf'), key: undefined }]]))],
]);

function runtime(given: ReadonlyMap<string, boolean> = new Map()) {
  return createRuntime({ files: memoryFiles({ '/there': 'x' }), parse, given: () => given });
}

function shown(expression: string, given?: ReadonlyMap<string, boolean>): string {
  const rt = runtime(given);
  try {
    return printValue(evaluateText(rt, expression, { uri: 'text:test', folder: '/', scope }));
  } catch (signal) {
    if (signal instanceof NixError) return `error: ${signal.message}`;
    throw signal;
  }
}

/** What an expression came to and what was assumed on the way. */
function assumed(expression: string, given?: ReadonlyMap<string, boolean>): readonly unknown[] {
  const rt = runtime(given);
  const text = printValue(evaluateText(rt, expression, { uri: 'text:test', folder: '/', scope }));
  return [text, Object.fromEntries(rt.assumptions.made())];
}

describe('operations on unknowns', () => {
  test.each([
    ['config.a.b', '‹config.a.b›'],
    ['config."a b"', '‹config."a b"›'],
    ['config.${"a"}', '‹config.a›'],
    ['config.a or 1', '‹config.a›'],
    ['config.f 1 2', '‹config.f …›'],
    ['(config.f 1).x', '‹config.f ….x›'],
    ['config.a + 1', '‹config.a + 1›'],
    ['1 - config.a', '‹1 - config.a›'],
    ['config.a * config.b', '‹config.a * config.b›'],
    ['-config.a', '‹0 - config.a›'],
    ['"x${config.a}y"', '"x‹config.a›y"'],
    ['config.a + "/bin"', '"‹config.a›/bin"'],
    ['"/bin" + config.a', '"/bin‹config.a›"'],
    ['./a + config.b', '‹/a‹config.b››'],
    ['./a/${config.b}', '‹/a/‹config.b››'],
    ['[ 1 ] ++ config.a', '[ 1 ‹config.a› ]'],
    ['config.a ++ [ 1 ]', '[ 1 ‹config.a› ]'],
    ['{ a = 1; } // config.b', '{ a = 1; ‹config.b› }'],
    ['({ a = 1; } // config.b).a', '1'],
    ['({ a = 1; } // config.b).c', '‹config.b.c›'],
    ['(config.b // { a = 1; }).a', '1'],
    ['{ ${config.a} = 1; b = 2; }', '{ b = 2; ‹config.a› }'],
    ['{ "x-${config.a}" = 1; }', '{ "x-‹config.a›" = 1; }'],
    ['with config; a', '‹config.a›'],
    ['with lib; with pkgs; mkIf', '"lib.mkIf"'],
    ['with pkgs; with lib; hello', '/nix/store/…-hello'],
    ['({ a, b ? 2 }: [ a b ]) config', '[ ‹config.a› 2 ]'],
    ['({ a, ... }@args: args.z) config', '‹config.z›'],
    ['import config.a', '‹import config.a›'],
    ['<home-manager/nixos>', '‹<home-manager/nixos>›'],
    ['builtins.readFile pkgs.hello', '‹/nix/store/…-hello›'],
    ['import pkgs.hello', '‹import /nix/store/…-hello›'],
    ['import (builtins.fetchTarball "https://example.org/x.tar.gz") { }', '‹import /nix/store/…-source …›'],
    ['builtins.currentTime', '‹builtins.currentTime›'],
    ['builtins.getFlake "nixpkgs"', '‹builtins.getFlake "nixpkgs"›'],
    ['throw config.a', 'error: ‹config.a›'],
  ])('%s is %s', (expression, expected) => {
    expect(shown(expression)).toBe(expected);
  });
});

describe('open sets and lists', () => {
  test.each([
    ['pkgs.hello', '/nix/store/…-hello'],
    ['pkgs.known', '1'],
    ['"${pkgs.hello}/bin/hello"', '"/nix/store/…-hello/bin/hello"'],
    ['pkgs.hello.version', '‹pkgs.hello.version›'],
    ['pkgs.nope or 1', '1'],
    ['pkgs.nope', "error: attribute 'nope' missing"],
    ['pkgs ? nope', 'false'],
    ['pkgs ? certain', 'true'],
    ['pkgs ? known', 'true'],
    ['pkgs ? other', '‹pkgs ? other›'],
    ['builtins.attrNames pkgs', '[ "known" ‹pkgs› ]'],
    ['(builtins.mapAttrs (n: v: n) pkgs).foo', '"foo"'],
    ['builtins.removeAttrs pkgs [ "known" ] ? known', 'false'],
    ['(builtins.intersectAttrs { foo = 1; } pkgs).foo', '/nix/store/…-foo'],
    ['map (x: x + 1) xs', '[ 2 3 ‹config.xs› ]'],
    ['builtins.filter (x: x > 1) xs', '[ 2 ‹config.xs› ]'],
    ['builtins.head xs', '1'],
    ['builtins.elem 2 xs', 'true'],
    ['builtins.elem 3 xs', '‹builtins.elem 3 config.xs›'],
    ['builtins.length xs', '‹config.xs›'],
    ['builtins.concatStringsSep " " (map toString xs)', '"1 2 ‹config.xs›"'],
    ['toString xs', '"1 2 ‹config.xs›"'],
    ['builtins.concatLists [ xs [ 3 ] ]', '[ 1 2 3 ‹config.xs› ]'],
    ["builtins.foldl' (a: b: a + b) 0 xs", '‹config.xs›'],
    ['builtins.all (x: x > 5) xs', 'false'],
    ['builtins.any (x: x > 1) xs', 'true'],
  ])('%s is %s', (expression, expected) => {
    expect(shown(expression)).toBe(expected);
  });
});

describe('strings with holes', () => {
  test.each([
    ['builtins.replaceStrings [ "a" ] [ "b" ] "a${config.a}a"', '"b‹config.a›b"'],
    ['builtins.substring 0 2 "abc${config.a}"', '"ab"'],
    ['builtins.substring 1 (-1) "abc${config.a}"', '"bc‹config.a›"'],
    ['builtins.substring 0 5 "abc${config.a}"', '‹config.a›'],
    ['builtins.stringLength "a${config.a}"', '‹config.a›'],
    ['builtins.match "a" "a${config.a}"', '‹config.a›'],
    ['builtins.toJSON { a = config.a; b = "x${config.b}"; }', '"{\\"a\\":‹config.a›,\\"b\\":\\"x‹config.b›\\"}"'],
    ['builtins.baseNameOf "${config.a}/b"', '"b"'],
    ['builtins.dirOf "${config.a}/b"', '"‹config.a›"'],
    ['builtins.dirOf "${config.a}"', '‹dirOf ‹config.a››'],
    ['"a${config.a}" == "b"', 'false'],
    ['"a${config.a}" == "a${config.a}"', 'true'],
    ['(derivation { name = "x-${config.a}"; builder = "b"; system = "s"; }).outPath', '"/nix/store/…-x-‹config.a›"'],
    ['builtins.toFile "f" "a${config.a}"', '"/nix/store/…-f"'],
    ['builtins.readFile (builtins.toFile "f" "a${config.a}")', '"a‹config.a›"'],
  ])('%s is %s', (expression, expected) => {
    expect(shown(expression)).toBe(expected);
  });

  test('a hole knows its place and its unknown', () => {
    const value = forceOrUnknown(evaluateText(runtime(), '"a${config.b}c"', { uri: 'text:test', folder: '/', scope }));
    expect(isString(value) && value.holes?.map(({ start, end, unknown }) => [start, end, unknown.why])).toEqual([
      [1, 11, 'config.b'],
    ]);
  });

  test('the JSON of the command has an object where a value is not known', () => {
    const rt = runtime();
    const value = evaluateText(rt, '{ a = config.a; b = [ "x" "${config.b}" ]; }', {
      uri: 'text:test',
      folder: '/',
      scope,
    });
    expect(toJson(rt, value, unknownObject).text).toBe(
      '{"a":{"$unknown":"config.a"},"b":["x",{"$unknown":"config.b"}]}',
    );
  });
});

describe('conditions', () => {
  test.each([
    ['if config.a then 1 else 2', '1', { 'config.a': true }],
    ['if !config.a then 1 else 2', '2', { 'config.a': true }],
    ['if config.a == null then 1 else 2', '2', { 'config.a == null': false }],
    ['if config.a != null then 1 else 2', '1', { 'config.a == null': false }],
    ['if null == config.a then 1 else 2', '2', { 'config.a == null': false }],
    ['if config.a == [ ] then 1 else 2', '2', { 'config.a == [ ]': false }],
    ['if config.a == { } then 1 else 2', '2', { 'config.a == { }': false }],
    ['if config.a == "" then 1 else 2', '2', { 'config.a == ""': false }],
    ['if config.a == "x" then 1 else 2', '1', { 'config.a == "x"': true }],
    ['if config.a == true then 1 else 2', '1', { 'config.a': true }],
    ['if config.a == false then 1 else 2', '2', { 'config.a': true }],
    ['if config.a == config.a then 1 else 2', '1', {}],
    ['if config.a < 5 then 1 else 2', '2', { 'config.a < 5': false }],
    ['if config.a >= 5 then 1 else 2', '1', { 'config.a < 5': false }],
    ['if 5 < config.a then 1 else 2', '1', { '5 < config.a': true }],
    ['if config.a && config.b then 1 else 2', '1', { 'config.a': true, 'config.b': true }],
    ['if config.a && false then 1 else 2', '2', {}],
    ['if config.a || true then 1 else 2', '1', {}],
    ['if config.a -> config.b then 1 else 2', '1', { 'config.a': true, 'config.b': true }],
    ['if config ? a then 1 else 2', '2', { 'config ? a': false }],
    ['if builtins.isNull config.a then 1 else 2', '2', { 'config.a == null': false }],
    ['if builtins.isString config.a then 1 else 2', '1', { 'builtins.isString config.a': true }],
    ['if builtins.match "x" config.a == null then 1 else 2', '2', { 'config.a == null': false }],
    ['[ (if config.a then 1 else 2) (if !config.a then 1 else 2) ]', '[ 1 2 ]', { 'config.a': true }],
    ['assert config.a == null; 1', '1', {}],
    ['builtins.filter (x: config.a) [ 1 ]', '[ 1 ]', { 'config.a': true }],
    ['config.a && throw "x"', 'error: x', { 'config.a': true }],
    ['config.a == null && throw "x"', '‹config.a == null›', { 'config.a == null': false }],
    ['config.a == null || 1 < 2', 'true', {}],
    ['!(config.a && !config.b)', '‹!(config.a && !config.b)›', {}],
  ])('%s', (expression, expected, made) => {
    if (expected.startsWith('error: ')) expect(shown(expression)).toBe(expected);
    else expect(assumed(expression)).toEqual([expected, made]);
  });

  test('what was given is assumed, on both sides of a negation', () => {
    const given = new Map([['config.a', false]]);
    expect(shown('[ (if config.a then 1 else 2) (if !config.a then 1 else 2) ]', given)).toBe('[ 2 1 ]');
  });

  test('an unknown is a value, and says what it hangs on', () => {
    const value = forceOrUnknown(evaluateText(runtime(), 'config.a.b', { uri: 'text:test', folder: '/', scope }));
    expect(isUnknown(value) && value.why).toBe('config.a.b');
  });
});
