import { describe, expect, test } from 'vitest';
import { session } from '../../server/src/features/session';
import type { Analysis } from '../../server/src/units/analysis';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';
import { outputs, shown, unit } from './host-files';

const parser = await testParser();

describe('a flake that there is no time for', () => {
  const text = outputs(
    `{ nixosConfigurations = nixpkgs.lib.genAttrs [ "a" "b" ] (n: nixpkgs.lib.nixosSystem { modules = [ { ${unit('one')} } ]; }); }`,
  );
  const opened = (context?: string): Analysis => {
    const clock = { time: 0 };
    const options = {
      parser,
      files: memoryFiles({}),
      systemdVersion: undefined,
      assumeEnabled: true,
      depth: 900,
      context,
    };
    const { snapshot } = session({ ...options, now: () => ++clock.time, budgetMs: 1 });
    return snapshot({ uri: 'file:///repository/flake.nix', text, tree: parser.parse(text) }).settled();
  };

  test('names the configurations that were not looked at', () => {
    expect(opened()).toMatchObject({ omitted: ['nixosConfigurations.b'], problems: [] });
  });

  test('looks at the one that is asked for all the same', () => {
    const { units, omitted } = opened('a');
    expect(units.map(({ name }) => name)).toEqual(['one.service']);
    expect(omitted).toBeUndefined();
  });
});

describe('sets of hosts outside of flakes', () => {
  const hosts = `defaults = { ${unit('all')} }; web = { name, ... }: { systemd.services.\${name}.script = "x"; };`;

  test.each([
    ['a network of nixops', `{ network.description = "n"; ${hosts} }`],
    ['a hive of colmena', `{ meta.nixpkgs = <nixpkgs>; ${hosts} }`],
  ])('%s', (_name, text) => {
    expect(shown({ '/repository/hive.nix': text }, '/repository/hive.nix').toSorted()).toEqual([
      'web all.service',
      'web web.service',
    ]);
  });

  test('are hosts for the modules below', () => {
    const files = {
      '/repository/hive.nix': '{ meta.nixpkgs = <nixpkgs>; web = { imports = [ ./m.nix ]; port = 1; }; }',
      '/repository/m.nix': '{ config, ... }: { systemd.services."m-${toString config.port}".script = "x"; }',
    };
    expect(shown(files, '/repository/m.nix', 'web')).toEqual(['web m-1.service']);
  });

  test('a package is none, though it has a meta', () => {
    const text = '{ pkgs }: { meta.description = "d"; bin = { }; }';
    expect(shown({ '/repository/p.nix': text }, '/repository/p.nix')).toEqual([]);
  });
});

describe('tests', () => {
  const nodes = `name = "t"; nodes.a = { ${unit('one')} };`;

  test.each([
    ['a test file itself', `{ ${nodes} testScript = ""; }`],
    ['one whose script another file has', `{ imports = [ ./common.nix ]; ${nodes} }`],
    ['of makeTest', `(import <nixpkgs/nixos/lib/testing-python.nix> { }).makeTest { ${nodes} testScript = ""; }`],
    [
      'of make-test-python',
      `import <nixpkgs/nixos/tests/make-test-python.nix> ({ pkgs, ... }: { ${nodes} testScript = ""; })`,
    ],
    ['of runTest', `(import <nixpkgs/nixos/lib> { }).runTest { imports = [ { ${nodes} } ]; hostPkgs = null; }`],
    ['of a path', 'with import <nixpkgs> { }; testers.runNixOSTest ./written.nix'],
  ])('%s', (_name, text) => {
    const files = {
      '/repository/t.nix': text,
      '/repository/common.nix': '{ testScript = ""; }',
      '/repository/written.nix': `{ ${nodes} testScript = ""; }`,
    };
    expect(shown(files, '/repository/t.nix')).toEqual(['nodes.a one.service']);
  });
});
