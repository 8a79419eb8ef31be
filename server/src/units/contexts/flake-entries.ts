import type { Runtime } from '../../nix/runtime';
import { force } from '../../nix/thunk';
import { type Attrs, isAttrs, type Lazy, type Value } from '../../nix/value';
import { quietly } from '../problems';
import { type EntryPoint, modulesOf, namedIn } from './entry-point';
import { deployed } from './layouts/deploy-rs';
import { hostsOf } from './layouts/host-sets';
import { configurationEntry } from './makers';
import { knownSet } from './member';
import { testNodes } from './nixos-test';
import { type Nixpkgs, SYSTEM } from './nixpkgs';

const MODULES = ['nixosModules', 'homeModules', 'homeManagerModules'];
/** The classes of `modules.<class>.<name>` whose modules are looked at. */
const CLASSES = ['nixos', 'homeManager', 'generic'];
const CONFIGURATIONS = ['nixosConfigurations', 'homeConfigurations'];
const PER_SYSTEM = ['checks', 'packages'];

/** The attributes of a set among the outputs; none where it does not evaluate. */
function members(rt: Runtime, outputs: Attrs, name: string): readonly (readonly [string, Lazy])[] {
  return quietly(rt, () => namedIn(outputs, name)) ?? [];
}

/** Checks and packages of a flake, for one system, by their paths. What does not evaluate is left out: it declares no unit. */
export function systemOutputs(rt: Runtime, outputs: Attrs): readonly (readonly [string, Value])[] {
  return PER_SYSTEM.flatMap((kind) => {
    const systems = members(rt, outputs, kind);
    const [system, set] = systems.find(([name]) => name === SYSTEM) ?? systems[0] ?? [];
    const value = set === undefined ? undefined : quietly(rt, () => force(set));
    if (system === undefined || value === undefined || !isAttrs(value)) return [];
    return [...value.entries].flatMap(([name, attr]) => {
      const found = quietly(rt, () => force(attr.value));
      return found === undefined ? [] : [[`${kind}.${system}.${name}`, found] as const];
    });
  });
}

function moduleEntries(
  path: string,
  prefix: string,
  modules: readonly (readonly [string, Lazy])[],
): readonly EntryPoint[] {
  return modules.map(([name, module]) => ({
    name: `${prefix}.${name}`,
    modules: modulesOf(path, [module]),
    specialArgs: undefined,
    isHost: false,
  }));
}

/** The modules, the configurations and the machines of tests among the outputs of a flake. */
export function flakeEntries(rt: Runtime, outputs: Attrs, path: string, nixpkgs: Nixpkgs): readonly EntryPoint[] {
  const modules = MODULES.flatMap((set) => moduleEntries(path, set, members(rt, outputs, set)));
  const classes = CLASSES.flatMap((name) =>
    moduleEntries(
      path,
      `modules.${name}`,
      [...knownSet(rt, outputs, 'modules', name).entries].map(([each, { value }]) => [each, value]),
    ),
  );
  const configurations = CONFIGURATIONS.flatMap((set) =>
    members(rt, outputs, set).flatMap(([name, lazy]) => {
      const value = quietly(rt, () => force(lazy));
      return value === undefined ? [] : configurationEntry(rt, path, `${set}.${name}`, value);
    }),
  );
  const called = new Set(configurations.map(({ name }) => name.slice(name.indexOf('.') + 1)));
  const hives = ['colmena', 'colmenaHive'].flatMap((name) => hostsOf(rt, path, name, knownSet(rt, outputs, name)));
  const network = hostsOf(rt, path, 'nixopsConfigurations', knownSet(rt, outputs, 'nixopsConfigurations', 'default'));
  const tests = systemOutputs(rt, outputs).flatMap(([name, value]) =>
    testNodes(rt, value, path, nixpkgs).map((node) => ({ ...node, name: `${name}.${node.name}` })),
  );
  return [
    ...modules,
    ...classes,
    ...configurations,
    ...deployed(rt, path, outputs, called),
    ...hives,
    ...network,
    ...tests,
  ];
}
