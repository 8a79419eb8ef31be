import { applyModule, type ModuleArgs } from '../modules/module';
import type { ModuleSource } from '../modules/option-type';
import { attrsFrom, isDerivation } from '../nix/attrs';
import type { Runtime } from '../nix/runtime';
import { delay, force } from '../nix/thunk';
import { isAttrs, isFunction, type Lazy, unknown, type Value } from '../nix/value';
import type { SyntaxTree } from '../syntax/node';
import type { Analysis, Slot } from './analysis';
import { reportAssertions } from './assertions';
import { type Configuration, configure, type Setting } from './configuration';
import { flakeEntries, flakeOutputs } from './contexts/flake';
import { containers, homeUsers, specialisations } from './contexts/nested';
import { testNodes } from './contexts/test-nodes';
import { fileValue } from './file-value';
import type { Unit } from './model';
import { attempt, type Collector, collector } from './problems';
import { readSlots } from './read-slots';
import { readUnits } from './read-units';

export interface AnalyseRequest {
  /** Absolute path of the file. */
  readonly path: string;
  readonly uri: string;
  readonly tree: SyntaxTree;
  readonly lib: Lazy;
  readonly pkgs: Lazy;
  readonly settings: readonly Setting[];
  /** Whether the file's own `enable` options are taken to be true where nothing sets them. */
  readonly assumeEnabled: boolean;
}

const CURRIED = 3;

/** What a file gives when its functions are called as modules are. */
function resultOf(value: Value, { world }: Configuration, { lib, pkgs }: AnalyseRequest): Value {
  const given = attrsFrom([
    ['lib', lib],
    ['pkgs', pkgs],
    ['config', world.config],
    ['options', unknown('options')],
  ]);
  const args: ModuleArgs = { given, lookup: (name) => unknown(name), openWorld: true };
  let result = value;
  for (let i = 0; i < CURRIED && isFunction(result); i++) result = applyModule(world.ctx, args, result);
  return result;
}

/** A package or another value that is no configuration is left alone. */
function isModule(value: Value): boolean {
  return isAttrs(value) && !isDerivation(value);
}

function moduleOf(value: Lazy, { path }: AnalyseRequest): ModuleSource {
  return { value, file: path, key: path, form: 'module' };
}

interface Found {
  readonly units: readonly Unit[];
  readonly slots: readonly Slot[];
}

function read(rt: Runtime, to: Collector, configuration: Configuration): Found {
  const units = attempt(rt, to, () => readUnits(configuration, to)) ?? [];
  const slots = attempt(rt, to, () => readSlots(configuration)) ?? [];
  return { units, slots };
}

/** The units of configurations that stand inside of another: a home-manager user's, a specialisation's own. */
function readNested(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  outer: Configuration,
  own: ModuleSource,
): readonly Found[] {
  const homes = attempt(rt, to, () => homeUsers(outer, to)) ?? [];
  const inside = attempt(rt, to, () => containers(outer, to)) ?? [];
  const special = attempt(rt, to, () => specialisations(outer, to)) ?? [];
  return [
    ...[...homes, ...inside].map(({ modules }) => read(rt, to, configure(rt, to, request, modules))),
    ...special.map(({ modules }) => {
      const alone = read(rt, to, configure(rt, to, request, modules));
      const changed = new Set(alone.units.map((unit) => unit.name));
      const whole = read(rt, to, configure(rt, to, request, [own, ...modules]));
      return { units: whole.units.filter((unit) => changed.has(unit.name)), slots: alone.slots };
    }),
  ];
}

/** The configurations that a file is: the machines of a test, what a flake gives, or the file itself as a module. */
function entryPoints(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  main: Configuration,
  value: Value,
): readonly Configuration[] {
  const sources = (modules: readonly Lazy[]): readonly ModuleSource[] =>
    modules.map((module) => ({ value: module, file: request.path, form: 'module' }));
  const nodes = testNodes(value);
  if (nodes.length > 0) return nodes.map((node) => configure(rt, to, request, sources([node])));
  const outputs = flakeOutputs(rt, value, request);
  if (outputs !== undefined) {
    return flakeEntries(outputs).map(({ modules, specialArgs }) =>
      configure(rt, to, request, sources(modules), specialArgs),
    );
  }
  return isModule(value) ? [main] : [];
}

/** Evaluates a file as a module of the open world and reads its units, and every name that flowed into one. */
export function analyse(rt: Runtime, request: AnalyseRequest): Analysis {
  const to = collector();
  const config: Lazy = delay(rt, () => force(main.world.config));
  const file = fileValue(rt, request, config);
  const own = moduleOf(file, request);
  const main = configure(rt, to, request, [own]);
  const value = attempt(rt, to, () => resultOf(force(file), main, request));
  const configurations =
    value === undefined ? [] : (attempt(rt, to, () => entryPoints(rt, to, request, main, value)) ?? []);
  for (const each of configurations) attempt(rt, to, () => reportAssertions(each, to));
  const found = configurations.flatMap((each) => [read(rt, to, each), ...readNested(rt, to, request, each, own)]);
  const files = configurations.flatMap((each) => attempt(rt, to, each.evaluation.files) ?? []);
  return {
    units: found.flatMap(({ units }) => units),
    slots: found.flatMap(({ slots }) => slots),
    problems: to.problems(),
    assumptions: rt.assumptions.made,
    unknowns: to.unknowns(),
    files: [...new Set([request.path, ...files])],
  };
}
