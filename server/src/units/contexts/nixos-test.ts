import type { ModuleContext } from '../../modules/context';
import { declare } from '../../modules/declare';
import { evalModules } from '../../modules/evaluate';
import { lazyAttrsOf } from '../../modules/types/attrs';
import { deferredModule } from '../../modules/types/misc';
import { attrsFrom, mergeAttrs } from '../../nix/attrs';
import { keptArgument } from '../../nix/pkgs/kept-call';
import type { Runtime } from '../../nix/runtime';
import { force } from '../../nix/thunk';
import { attrsOf, isAttrs, isString, type Lazy, str, type Value } from '../../nix/value';
import { quietly } from '../problems';
import { type EntryPoint, modulesOf, namedIn } from './entry-point';
import { known, knownSet } from './member';
import type { Nixpkgs } from './nixpkgs';

/** The machines of a NixOS test, each a module of its own. */
const MACHINES = ['nodes', 'containers'];
const SINGLE = ['machine', 'node'];

/** Whether a set is a test as it is written: its script, or its name beside its machines. */
function isWritten(value: Value): boolean {
  if (!isAttrs(value)) return false;
  const { entries } = value;
  if (entries.has('testScript')) return true;
  const name = entries.get('name');
  const machines = entries.get('nodes');
  if (name === undefined || machines === undefined) return false;
  return isString(force(name.value)) && isAttrs(force(machines.value));
}

/** A test's modules, evaluated: its machines, what all of them have, and the arguments that they get. */
function evaluated(rt: Runtime, path: string, { lib, pkgs }: Nixpkgs, module: Lazy): Lazy {
  const open = { report: () => undefined, meet: () => undefined, assume: () => false };
  const ctx: ModuleContext = { rt, lib, open, evaluate: evalModules };
  const machines = declare(ctx, { type: lazyAttrsOf(deferredModule([])), default: attrsFrom([]) });
  const shared = declare(ctx, { type: deferredModule([]), default: attrsFrom([]) });
  const options = attrsOf({ nodes: machines, containers: machines, defaults: shared, extraBaseModules: shared });
  return evalModules(ctx, {
    modules: [
      { value: module, file: path, form: 'module' },
      { value: attrsOf({ options }), file: 'nixos-test', form: 'module' },
    ],
    prefix: [],
    specialArgs: attrsFrom([
      ['pkgs', pkgs],
      ['hostPkgs', pkgs],
    ]),
    class: 'nixosTest',
    openWorld: true,
  }).config;
}

/** The machines that a NixOS test has; none when the value is no test. */
export function testNodes(rt: Runtime, value: Value, path: string, nixpkgs: Nixpkgs): readonly EntryPoint[] {
  const module = keptArgument(value, 'test-of-modules') ?? (isWritten(value) ? value : undefined);
  if (module === undefined) return [];
  const config = evaluated(rt, path, nixpkgs, module);
  const shared = ['defaults', 'extraBaseModules'].map((name) => known(rt, config, name)).filter(isAttrs);
  const set = quietly(rt, () => force(config)) ?? null;
  const many = MACHINES.flatMap((kind) =>
    namedIn(set, kind).map(([name, machine]) => ({ name: `${kind}.${name}`, host: name, machine })),
  );
  const single = SINGLE.flatMap((name) => {
    const machine = isAttrs(set) ? set.entries.get(name) : undefined;
    return machine === undefined ? [] : [{ name, host: name, machine: machine.value }];
  });
  const further = knownSet(rt, config, 'node', 'specialArgs');
  return [...many, ...single].map(({ name, host, machine }) => ({
    name,
    modules: modulesOf(path, [machine, ...shared]),
    specialArgs: mergeAttrs(attrsOf({ name: str(host) }), further),
    isHost: true,
  }));
}
