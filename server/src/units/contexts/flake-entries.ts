import type { Runtime } from '../../nix/runtime';
import { force } from '../../nix/thunk';
import { type Attrs, isAttrs, isList, isString, type Lazy, type Value } from '../../nix/value';
import { quietly } from '../problems';
import { type EntryPoint, modulesOf, namedIn } from './entry-point';
import { CONFIGURATION, SYSTEM } from './flake';
import { testNodes } from './test-nodes';

const MODULES = ['nixosModules', 'homeModules', 'homeManagerModules'];
const CONFIGURATIONS = ['nixosConfigurations', 'homeConfigurations'];
const PER_SYSTEM = ['checks', 'packages'];

/** What is no host among those of colmena. */
const SETTINGS = new Set(['meta', 'network', 'defaults']);

function attribute(set: Attrs, name: string): Value {
  const attr = set.entries.get(name);
  return attr === undefined ? null : force(attr.value);
}

function configuration(path: string, name: string, lazy: Lazy): readonly EntryPoint[] {
  const value = force(lazy);
  if (!isAttrs(value)) return [];
  const tag = attribute(value, '_type');
  if (!isString(tag) || tag.text !== CONFIGURATION) return [];
  const modules = attribute(value, 'modules');
  const given = [attribute(value, 'specialArgs'), attribute(value, 'extraSpecialArgs')].find(isAttrs);
  const items = isList(modules) ? modules.items : [];
  return [{ name, modules: modulesOf(path, items), specialArgs: given, isHost: true }];
}

/** The hosts of colmena, each with the defaults that all have. */
function hive(path: string, outputs: Attrs): readonly EntryPoint[] {
  const members = namedIn(outputs, 'colmena');
  const shared = members.filter(([name]) => name === 'defaults').map(([, module]) => module);
  return members
    .filter(([name]) => !SETTINGS.has(name))
    .map(([name, module]) => ({
      name: `colmena.${name}`,
      modules: modulesOf(path, [module, ...shared]),
      specialArgs: undefined,
      isHost: true,
    }));
}

/** Checks and packages of a flake, for one system, by their paths. What does not evaluate is left out: it declares no unit. */
export function systemOutputs(rt: Runtime, outputs: Attrs): readonly (readonly [string, Value])[] {
  return PER_SYSTEM.flatMap((kind) => {
    const systems = quietly(rt, () => namedIn(outputs, kind)) ?? [];
    const [system, set] = systems.find(([name]) => name === SYSTEM) ?? systems[0] ?? [];
    const value = set === undefined ? undefined : quietly(rt, () => force(set));
    if (system === undefined || value === undefined || !isAttrs(value)) return [];
    return [...value.entries].flatMap(([name, attr]) => {
      const found = quietly(rt, () => force(attr.value));
      return found === undefined ? [] : [[`${kind}.${system}.${name}`, found] as const];
    });
  });
}

/** The modules, the configurations and the machines of tests among the outputs of a flake. */
export function flakeEntries(rt: Runtime, outputs: Attrs, path: string): readonly EntryPoint[] {
  const modules = MODULES.flatMap((set) =>
    namedIn(outputs, set).map(([name, module]) => ({
      name: `${set}.${name}`,
      modules: modulesOf(path, [module]),
      specialArgs: undefined,
      isHost: false,
    })),
  );
  const configurations = CONFIGURATIONS.flatMap((set) =>
    namedIn(outputs, set).flatMap(([name, value]) => configuration(path, `${set}.${name}`, value)),
  );
  const tests = systemOutputs(rt, outputs).flatMap(([name, value]) =>
    testNodes(value, path).map((node) => ({ ...node, name: `${name}.${node.name}` })),
  );
  return [...modules, ...configurations, ...hive(path, outputs), ...tests];
}
