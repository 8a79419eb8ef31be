import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breaches, importsOf, LAYERS, readModules } from './modules';

const ROOT = join(import.meta.dirname, '../..');

describe('the layers of the server', () => {
  const modules = readModules(ROOT, 'server/src');

  test.each(LAYERS)('%s has modules to look at', (layer) => {
    expect(modules.filter(({ path }) => path.startsWith(`server/src/${layer}/`))).not.toEqual([]);
  });

  test('each module imports only what it may', () => {
    expect(modules.flatMap(({ imports }) => imports)).not.toEqual([]);
    expect(breaches(modules)).toEqual([]);
  });
});

describe('the client', () => {
  test('talks to the server over the protocol alone', () => {
    const modules = readModules(ROOT, 'client/src');
    expect(modules).not.toEqual([]);
    expect(modules.flatMap(({ imports }) => imports).filter((specifier) => specifier.includes('server/'))).toEqual([]);
  });
});

describe('the check itself', () => {
  test.each([
    ["import { a } from './a';", ['./a']],
    ["import type { A } from '../b/a';", ['../b/a']],
    ['import {\n  a,\n  type B,\n} from "../c";', ['../c']],
    ["export * from './d';\nexport { e } from './e';", ['./d', './e']],
    ["const f = await import('./f'); let g: import('./g').G;", ['./f', './g']],
    ["import './side-effect';", ['./side-effect']],
  ])('finds the imports of %j', (text, expected) => {
    expect(importsOf(text)).toEqual(expected);
  });

  test.each([
    ['nix/a.ts', '../units/model', 'nix may not import units'],
    ['systemd/a.ts', '../nix/value', 'systemd may not import nix'],
    ['systemd/a.ts', '../store/hash', 'systemd may not import store'],
    ['store/a.ts', '../../src/syntax/node', 'store may not import syntax'],
    ['features/a.ts', '../lsp/protocol', 'features may not import lsp'],
    ['features/a.ts', 'node:fs', "the core uses no built-in module of Node's"],
    ['nix/a.ts', 'fs/promises', "the core uses no built-in module of Node's"],
    ['lsp/a.ts', 'vscode', 'the server does not know VS Code'],
    ['cli/a.ts', '../../../client/src/protocol', 'the server does not know the client'],
  ])('refuses %s importing %s', (path, specifier, why) => {
    expect(breaches([{ path: `server/src/${path}`, imports: [specifier] }])).toEqual([
      `server/src/${path}: imports ${specifier}: ${why}`,
    ]);
  });

  test.each([
    ['features/deep/a.ts', '../../units/model'],
    ['systemd/grammars/a.ts', '../types'],
    ['systemd/a.ts', '../base/span'],
    ['nix/a.ts', '../../data/nix.json'],
    ['cli/a.ts', 'node:fs'],
    ['cli/a.ts', '../lsp/server'],
    ['lsp/a.ts', '../cli/host-node'],
    ['syntax/a.ts', 'web-tree-sitter'],
  ])('accepts %s importing %s', (path, specifier) => {
    expect(breaches([{ path: `server/src/${path}`, imports: [specifier] }])).toEqual([]);
  });

  test('refuses a module outside the layers', () => {
    expect(breaches([{ path: 'server/src/util/a.ts', imports: [] }])).toEqual([
      'server/src/util/a.ts: belongs to no layer',
    ]);
  });
});
