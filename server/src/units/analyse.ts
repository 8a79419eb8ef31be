import { memo } from '../modules/memo';
import { applyModule, type ModuleArgs } from '../modules/module';
import type { ModuleSource } from '../modules/option-type';
import { attrsFrom, isDerivation } from '../nix/attrs';
import type { NixError } from '../nix/errors';
import type { Runtime } from '../nix/runtime';
import { force } from '../nix/thunk';
import { isAttrs, isFunction, type Lazy, unknown, type Value } from '../nix/value';
import type { SyntaxTree } from '../syntax/node';
import type { Analysis, Problem } from './analysis';
import { type Configuration, configure, type Setting } from './configuration';
import { type EntryPoint, isCalled } from './contexts/entry-point';
import { flakeOutputs } from './contexts/flake';
import { flakeEntries, systemOutputs } from './contexts/flake-entries';
import { hostsOf, isHostSet } from './contexts/layouts/host-sets';
import { configurationEntry } from './contexts/makers';
import { testNodes } from './contexts/nixos-test';
import { analyseInHost } from './contexts/within-host';
import { examiner, fileModule, textErrors } from './file-value';
import { type Kept, nothingKept } from './kept';
import { portableUnitFiles, portableUnits } from './portable/units';
import { attempt, type Collector, collector, SYNTAX_ERROR } from './problems';
import { type Found, foundIn, inContext, together, unitsAlone } from './read-found';
import type { ReleaseRange } from './release';

export interface FileRequest {
  /** Absolute path of the file. */
  readonly path: string;
  readonly uri: string;
  readonly lib: Lazy;
  readonly pkgs: Lazy;
  readonly settings: readonly Setting[];
  /** Whether the file's own `enable` options are taken to be true where nothing sets them. */
  readonly assumeEnabled: boolean;
  /** The host to look at the file in: one that the file itself gives, or one of the flake that it is in. */
  readonly context?: string | undefined;
  /** Look at a file alone that the host does not import, instead of taking it to be imported. */
  readonly onlyIfImported?: boolean | undefined;
  /** Leave the modules that it imports unread, and read nothing but units: for an index of many files. */
  readonly alone?: boolean | undefined;
  /** The releases of NixOS that the file may be for; the newest where undefined. */
  readonly release?: ReleaseRange | undefined;
}

export interface AnalyseRequest extends FileRequest {
  readonly kept: Kept;
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

/** What a file is: configurations, and values that hold units of portable services. */
interface Contents {
  /** Undefined when the file is a module. */
  readonly entries: readonly EntryPoint[] | undefined;
  readonly values: readonly (readonly [string | undefined, Value])[];
}

function contentsOf(rt: Runtime, request: AnalyseRequest, value: Value): Contents {
  const { path } = request;
  const nodes = [...testNodes(rt, value, path, request), ...configurationEntry(rt, path, 'configuration', value)];
  if (nodes.length > 0) return { entries: nodes, values: [] };
  const outputs = flakeOutputs(rt, value, path, request);
  if (outputs !== undefined) {
    return { entries: flakeEntries(rt, outputs, path, request), values: systemOutputs(rt, outputs) };
  }
  if (isHostSet(rt, value)) return { entries: hostsOf(rt, path, '', value), values: [] };
  return { entries: isModule(value) ? undefined : [], values: [[undefined, value]] };
}

/** What was found in one configuration: in a host that was asked for, or in none for lack of time. */
interface FoundInPlace extends Found {
  readonly host?: string;
  readonly omitted?: string;
}

function foundInEntry(rt: Runtime, to: Collector, request: AnalyseRequest, entry: EntryPoint): Found {
  const configuration = configure(rt, to, request, entry.modules, entry.specialArgs);
  return inContext(foundIn(rt, to, request, configuration, entry.modules), entry.name);
}

/** What stands for a configuration that there is no time for. */
function omitted(rt: Runtime, { name }: EntryPoint): FoundInPlace {
  rt.recorder.pass();
  return { ...unitsAlone([]), omitted: name };
}

function portable(rt: Runtime, to: Collector, { values }: Contents): readonly Found[] {
  return values.flatMap(([name, value]) => {
    const files = portableUnitFiles(value);
    return files === undefined ? [] : [inContext(unitsAlone(portableUnits(rt, to, files)), name)];
  });
}

/** What a file declares by itself, looked at as it is. */
function foundAlone(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  own: ModuleSource,
  main: Configuration,
  contents: Contents,
): readonly FoundInPlace[] {
  const { entries } = contents;
  const { context } = request;
  if (context !== undefined) {
    const asked = (entries ?? []).filter((entry) => entry.isHost && isCalled(entry, context));
    const inHost =
      asked.length === 0
        ? analyseInHost(rt, to, { ...request, context }, own, entries ?? [])
        : asked.map((entry) => ({ ...foundInEntry(rt, to, request, entry), host: entry.name }));
    if (inHost.length > 0 || request.onlyIfImported !== true) return inHost;
  }
  if (entries === undefined) return [foundIn(rt, to, request, main, [own])];
  const found = entries.map((entry) => (rt.interrupted() ? omitted(rt, entry) : foundInEntry(rt, to, request, entry)));
  return [...found, ...portable(rt, to, contents)];
}

/** What is left of the problems when those that the errors of the text lead to are taken away. */
function withoutConsequences(
  problems: readonly Problem[],
  written: readonly NixError[],
  { uri }: AnalyseRequest,
): readonly Problem[] {
  const places = new Set(written.map(({ origin }) => origin?.start));
  return problems.filter(
    ({ code, origin }) => code !== SYNTAX_ERROR || origin?.uri !== uri || places.has(origin.start),
  );
}

/**
 * Evaluates a file as a module of the open world and reads its units, and every name that flowed into one: once in each revision, reusing
 * what a change leaves as it was. `tree` gives the file's text as it is.
 */
export function analyst(rt: Runtime, file: FileRequest, tree: () => SyntaxTree): () => Analysis {
  const request: AnalyseRequest = { ...file, kept: nothingKept(rt) };
  const to = collector(rt);
  const examined = examiner(rt, request, tree);
  const written = memo(rt, () => textErrors(examined(), request));
  const own = fileModule(rt, request, examined, () => main);
  const main: Configuration = configure(rt, to, request, [own]);
  const contents = memo(rt, () => {
    const value = attempt(rt, to, () => resultOf(force(own.value), main, request));
    return value === undefined ? undefined : attempt(rt, to, () => contentsOf(rt, request, value));
  });
  const found = memo(rt, () => {
    for (const error of written()) to.report(error);
    const known = contents();
    const all = known === undefined ? [] : foundAlone(rt, to, request, own, main, known);
    const left = all.flatMap((one) => one.omitted ?? []);
    return { ...together(all), host: all[0]?.host, ...(left.length === 0 ? {} : { omitted: left }) };
  });
  return () => ({
    ...found(),
    problems: withoutConsequences(to.problems(), written(), request),
    assumptions: rt.assumptions.made(),
    unknowns: to.unknowns(),
    files: [...new Set([request.path, ...rt.read.paths()])],
  });
}

/** Evaluates a file once. */
export function analyse(rt: Runtime, { tree, ...file }: FileRequest & { readonly tree: SyntaxTree }): Analysis {
  return analyst(rt, file, () => tree)();
}
