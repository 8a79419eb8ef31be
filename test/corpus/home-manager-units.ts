import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileUri } from '../../server/src/base/uri';
import { nodeHost } from '../../server/src/cli/host-node';
import { createWorld, type World } from '../../server/src/features/world';
import { apply } from '../../server/src/nix/apply';
import { BudgetSignal, NixError, UnknownSignal } from '../../server/src/nix/errors';
import { COMMAND_LIMITS, evaluateFile, evaluateText } from '../../server/src/nix/evaluator';
import { delay, force } from '../../server/src/nix/thunk';
import {
  attrsOf,
  isAttrs,
  isFunction,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  type NixString,
  type Value,
} from '../../server/src/nix/value';
import type { SyntaxTree } from '../../server/src/syntax/node';
import type { NixParser } from '../../server/src/syntax/parser';
import { type Configuration, configure } from '../../server/src/units/configuration';
import { nothingKept } from '../../server/src/units/kept';
import { valueAt } from '../../server/src/units/nixos/world';
import { collector } from '../../server/src/units/problems';
import { readUnits } from '../../server/src/units/read-units';
import { unitText } from '../../server/src/units/text';
import { checkout } from '../support/checkout';
import { difference, indented } from '../support/corpus';
import { expectedFiles } from '../support/nmt-script';
import { testParser } from '../support/parser';

/**
 * Compares units with those that home-manager's own tests expect: `node scripts/run-ts.mjs test/corpus/home-manager-units.ts CHECKOUT [WORD…]`,
 * where CHECKOUT is a work tree of home-manager or the git directory of one; with words, only tests whose names have one of them. Each
 * test is a module beside all those of home-manager, but those that make units, which are this evaluator's; its script says which text it
 * expects of which file. Prints the files that differ, and how; fails when fewer than sixty are the same.
 */
const ENOUGH = 60;

const UNIT_FILE = /^home-files\/\.(?:config|local\/share)\/systemd\/user\/([^/]+)$/;

/** Tests are evaluated for Linux. */
const OTHER_SYSTEM = /darwin|launchd/;

/** Why tests differ, by their names. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ podman-/, 'podman makes the unit itself, while the home is built'],
  [
    / (copyq|mpd|mpdris2|polkit-gnome|swayidle|syncthing-tray)\b/,
    'the package has another name than its attribute in nixpkgs',
  ],
  [/ home-services-(ghostunnel|php-fpm)$/, 'the module of the service is in nixpkgs'],
  [/ systemd-packages$/, 'the unit file is in a package, which is not built here'],
];

function titled(title: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(title));
  return known === undefined ? title : `${title} (${known[1]})`;
}

/** Parses each text once: every test reads all modules. */
function parsing(parser: NixParser): (text: string) => SyntaxTree {
  const parsed = new Map<string, SyntaxTree>();
  return (text) => {
    const tree = parsed.get(text) ?? parser.parse(text);
    parsed.set(text, tree);
    return tree;
  };
}

function createHome(parse: (text: string) => SyntaxTree): World {
  return createWorld({
    files: nodeHost({ trusted: false }).files,
    parse,
    limits: COMMAND_LIMITS,
    interrupted: () => false,
    lenient: false,
  });
}

/** What this evaluator has of its own: what makes units of options, and what home-manager takes from nixpkgs for it. */
const OWN = ['modules/systemd.nix', 'modules/services-modular'];

/** The modules of a test's configuration, as home-manager's tests put them together. */
function configuration(folder: string): string {
  return `{ lib, pkgs, test }: { config, ... }: {
    options.nmt.script = lib.mkOption { type = lib.types.lines; };
    imports = lib.filter (module: !builtins.elem module [ ${OWN.map((name) => `${folder}/${name}`).join(' ')} ]) (
      import ${folder}/modules/modules.nix { inherit lib pkgs; check = false; useNixpkgsModule = false; }
    ) ++ [ ${folder}/tests/stubs.nix test ];
    config = {
      xdg.enable = lib.mkDefault true;
      home = {
        username = "hm-user";
        homeDirectory = "/home/hm-user";
        stateVersion = lib.mkDefault "18.09";
      };
      programs.zsh.dotDir = lib.mkIf (config.home.stateVersion == "18.09") (lib.mkDefault "/home/hm-user");
      manual.manpages.enable = lib.mkDefault false;
    };
  }`;
}

/** Packages with what a test puts in the place of some. */
const STUBBED = `{ lib, pkgs, config }: lib.foldr (overlay: packages: packages.extend overlay) pkgs (
  config.test.stubOverlays ++ lib.optionals (config.nixpkgs.overlays != null) config.nixpkgs.overlays
)`;

/** The topmost `default.nix` files of the tests: each gives tests by name. */
function lists(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name === 'default.nix')) return [join(folder, 'default.nix')];
  return entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => lists(join(folder, name)));
}

function mentionsUnits(list: string): boolean {
  return readdirSync(dirname(list), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nix'))
    .some((name) => readFileSync(join(dirname(list), name), 'utf8').includes('systemd/user'));
}

function testsOf({ rt, lib, pkgs }: World, list: string): ReadonlyMap<string, Lazy> {
  const given = force(evaluateFile(rt, list));
  const set: Value = isFunction(given) ? apply(rt, given, attrsOf({ lib, pkgs })) : given;
  if (!isAttrs(set)) return new Map();
  return new Map([...set.entries].map(([name, { value }]) => [name, value]));
}

/** The text of a file that a string refers to by its store path; undefined where it is not known. */
function textOf(script: NixString, path: string): string | undefined {
  for (const [identity, object] of script.context ?? []) {
    if (!path.startsWith(object.path)) continue;
    if (object.file !== undefined) return object.file.text.text;
    if (identity.startsWith('/') && !identity.startsWith('/nix/store')) return readFileSync(identity, 'utf8');
  }
  return undefined;
}

/** Packages by name alone: a test's stubs print as `@name@`, those of the open world as store paths. */
function masked(text: string): string {
  return text
    .replace(/\/nix\/store\/(?:[0-9a-z]{32}|…)-((?:[\w.+?-]|‹[^›]*›)+)/g, '@$1@')
    .replace(/@([\w.+?-]+?)(?:-[\d‹][\w.+›]*)?(?:-(?:bin|out|lib|dev|man))?@/g, '@$1@');
}

/** Whether a test may say something of unit files: its module's text does, or it is made of others. */
function mayCompare(module: Lazy): boolean {
  const value = force(module);
  return !isPath(value) || /systemd\/user|\bimports?\b/.test(readFileSync(value.path, 'utf8'));
}

interface Compared {
  readonly same: number;
  readonly differences: readonly string[];
}

const NOTHING: Compared = { same: 0, differences: [] };

interface Test {
  readonly module: Lazy;
  /** Where the configuration that it is put into stands, and its tree. */
  readonly path: string;
  readonly tree: SyntaxTree;
}

function compare({ rt, lib, pkgs }: World, { module, path, tree }: Test): Compared {
  const to = collector(rt);
  const source = { uri: fileUri(path), folder: dirname(path), path };
  const config: Lazy = delay(rt, () => force(made.world.config));
  const stubbed = delay(rt, () => apply(rt, force(evaluateText(rt, STUBBED, source)), attrsOf({ lib, pkgs, config })));
  const make = evaluateText(rt, tree.text, { ...source, tree });
  const value = apply(rt, force(make), attrsOf({ lib, pkgs, test: module }));
  const request = {
    uri: source.uri,
    path,
    tree,
    lib,
    pkgs: stubbed,
    settings: [],
    assumeEnabled: false,
    kept: nothingKept(rt),
  };
  const made: Configuration = configure(rt, to, request, [{ value, file: path, key: path, form: 'module' }]);
  const script = valueAt(made.world.config, 'nmt', 'script');
  if (isUnknown(script)) throw new UnknownSignal(script);
  if (!isString(script)) return NOTHING;
  const wanted = expectedFiles(script.text).filter(({ actual }) => UNIT_FILE.test(actual));
  if (wanted.length === 0) return NOTHING;
  const units = readUnits(made, to);
  const differences = wanted.flatMap(({ actual, expected }): readonly string[] => {
    const name = UNIT_FILE.exec(actual)?.[1] ?? '';
    const expectedText = textOf(script, expected);
    const unit = units.find((each) => each.name === name);
    if (expectedText === undefined) return [`${name}: the expected text is not known (${expected})`];
    if (unit === undefined) return [`${name}: there is no such unit`];
    const own = unitText(unit).text;
    if (masked(own) === masked(expectedText)) return [];
    return [`${name} differs:\n${indented(difference(masked(own), masked(expectedText)))}`];
  });
  const problems = to.problems().map(({ message }) => `problem: ${message}`);
  return {
    same: wanted.length - differences.length,
    differences: differences.length === 0 ? [] : [...differences, ...problems],
  };
}

function reason(signal: unknown): string {
  if (signal instanceof NixError) return signal.message;
  if (signal instanceof UnknownSignal) return `unknown: ${signal.unknown.why}`;
  return signal instanceof BudgetSignal ? `over its budget of ${signal.resource}` : `internal error: ${String(signal)}`;
}

async function main([path, ...chosen]: readonly string[]): Promise<number> {
  if (path === undefined) {
    console.error('give the path of a checkout of home-manager');
    return 2;
  }
  const parse = parsing(await testParser());
  const { folder, done } = checkout(path, 'modules/systemd.nix');
  const tree = parse(configuration(folder));
  let same = 0;
  let different = 0;
  for (const list of lists(join(folder, 'tests/modules')).filter(mentionsUnits)) {
    const place = relative(join(folder, 'tests/modules'), dirname(list));
    if (OTHER_SYSTEM.test(place)) continue;
    for (const [name, listed] of testsOf(createHome(parse), list)) {
      const title = `${place} ${name}`;
      if (!mayCompare(listed)) continue;
      if (chosen.length > 0 && !chosen.some((word) => title.includes(word))) continue;
      const world = createHome(parse);
      const module = testsOf(world, list).get(name) ?? null;
      try {
        const found = compare(world, { module, path: join(dirname(list), 'host.nix'), tree });
        same += found.same;
        different += found.differences.length;
        for (const line of found.differences) console.log(`${titled(title)}: ${line}`);
      } catch (signal) {
        different++;
        console.log(`${titled(title)}: ${reason(signal)}`);
      }
    }
  }
  done();
  console.log(`${same} unit files are the same, ${different} differ`);
  return same >= ENOUGH ? 0 : 1;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
