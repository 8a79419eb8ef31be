import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../server/src/base/edit';
import { mentionsOption, optionAt, optionPlaces } from '../../../server/src/features/workspace/options/places';
import { optionEdits } from '../../../server/src/features/workspace/options/rename';
import { testParser } from '../../support/parser';

const PATH = ['services', 'my', 'port'];

/** The lines of a text where `services.my.port` is named, with how. */
async function places(text: string): Promise<readonly string[]> {
  const tree = (await testParser()).parse(text);
  return optionPlaces(tree, PATH).map(({ form, declares, span }) => {
    const kind = declares ? 'declares' : form;
    return `${text.slice(0, span.start).split('\n').length} ${kind}`;
  });
}

describe('an option is named', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'where it is declared, read and set',
      `{ config, lib, ... }: let cfg = config.services.my; in {
  options.services.my.port = lib.mkOption { };
  config = lib.mkIf cfg.enable {
    services.my.port = 1;
    a = [ cfg.port config.services.my.port (cfg.port or 1) (cfg ? port) cfg.portal ];
  };
}`,
      ['2 declares', '4 definition', ...Array.from({ length: 4 }, () => '5 selection')],
    ],
    [
      'in sets around it, under conditions and merges',
      `{ lib, ... }: { options.services = { my = { port = lib.mkEnableOption "x" // { default = true; }; }; };
config = lib.mkMerge [ { services.my = lib.mkDefault { port = 1; }; }
  (lib.mkIf true { services = { my.port = 2; }; }) ]; }`,
      ['1 declares', '2 definition', '3 definition'],
    ],
    [
      'by way of other names for a set',
      `args@{ config, ... }: let all = config; inherit (config.services) my; also = my; in {
  a = my.port; b = also.port; c = all.services.my.port; d = args.config.services.my.port;
}`,
      Array.from({ length: 4 }, () => '2 selection'),
    ],
    ['with inherit', '{ config, ... }: let inherit (config.services.my) port; in { a = port; }', ['1 inherit']],
    ['under with', '{ config, ... }: { a = with config.services.my; [ port ]; }', ['1 with']],
    [
      'in the configurations inside of a file',
      `{ nodes.server = { config, ... }: { services.my.port = 1; };
containers.c.config.services.my.port = 2; }`,
      ['1 definition', '2 definition'],
    ],
    [
      'in the modules of a flake',
      `{ outputs = { self, nixpkgs }: { nixosConfigurations.a = nixpkgs.lib.nixosSystem { modules = [ { services.my.port = 1; } ]; };
nixosModules.default = { config, ... }: { b = config.services.my.port; }; }; }`,
      ['1 definition', '2 selection'],
    ],
    [
      'in lists that spell it',
      '{ lib, ... }: { imports = [ (lib.mkRenamedOptionModule [ "services" "old" "port" ] [ "services" "my" "port" ]) ]; }',
      ['1 list'],
    ],
    [
      'and not where another is meant',
      `{ config, lib, ... }: let my = { port = 1; }; in { a = my.port; services.your.port = 1;
  options.services.my.each = lib.mkOption { type = lib.types.submodule ({ config, ... }: { b = config.services.my.port; }); };
  c = config.services.my.sub.port; }`,
      [],
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await places(text)).toEqual(expected);
  });
});

test.each<[string, string, readonly string[] | undefined]>([
  ['the name of an option', '{ options.services.my.po|rt = 1; }', PATH],
  ['a name on the way', '{ options.services.m|y.port = 1; }', ['services', 'my']],
  ['what is read through a variable', '{ config, ... }: let cfg = config.services.my; in { a = cfg.po|rt; }', PATH],
  ['a path with a computed name', '{ config, ... }: { a = config.services.${config.b}.po|rt; }', undefined],
  ['a variable', '{ config, ... }: let cfg = config.services.my; in { a = c|fg; }', undefined],
])('at the cursor is %s', async (_name, marked, expected) => {
  const tree = (await testParser()).parse(marked.replace('|', ''));
  expect(optionAt(tree, marked.indexOf('|'))?.path).toEqual(expected);
});

async function renamed(text: string): Promise<string> {
  const result = optionEdits((await testParser()).parse(text), PATH, 'listen');
  if (!result.ok) return `${text.slice(result.at.start, result.at.end)}: ${result.why}`;
  return applyEdits(
    text,
    result.edits.map(({ start, end, newText }) => ({ origin: { uri: '', start, end }, newText })),
  );
}

describe('a rename of an option', () => {
  test.each<[string, string, string]>([
    [
      'changes the name alone',
      '{ config, lib, ... }: let cfg = config.services.my; in { options.services.my."port" = lib.mkOption { }; a = cfg.port; }',
      '{ config, lib, ... }: let cfg = config.services.my; in { options.services.my."listen" = lib.mkOption { }; a = cfg.listen; }',
    ],
    [
      'keeps a variable that inherits it',
      '{ config, ... }: let inherit (config.services.my) port; in { a = port; }',
      '{ config, ... }: let port = config.services.my.listen; in { a = port; }',
    ],
    [
      'takes it out of an inherit of several',
      '{ config, ... }: let\n  inherit (config.services.my) user port group;\nin { a = port; }',
      '{ config, ... }: let\n  inherit (config.services.my) user group;\n  port = config.services.my.listen;\nin { a = port; }',
    ],
    [
      'gives what is inherited into the set another name',
      '{ port, ... }: { services.my = { inherit port; }; }',
      '{ port, ... }: { services.my = { listen = port; }; }',
    ],
    [
      'is refused where the set is given on',
      '{ config, ... }: let cfg = config.services.my; in { a = f cfg; b = cfg.port; }',
      "cfg: 'cfg' is given on as a whole, so not every use of services.my.port is known",
    ],
    [
      'is refused under with',
      '{ config, ... }: { a = with config.services.my; [ port ]; }',
      "port: it is not certain that this name is services.my.port, because of a 'with'",
    ],
    [
      'is refused for a name that there is',
      '{ lib, ... }: { options.services.my = { port = lib.mkOption { }; listen = lib.mkOption { }; }; }',
      'listen: there is an option listen already',
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await renamed(text)).toBe(expected);
  });
});

test('a text without one of the names has nothing to do with an option', () => {
  expect(mentionsOption('services.my.port', PATH)).toBe(true);
  expect(mentionsOption('services.port', PATH)).toBe(false);
});
