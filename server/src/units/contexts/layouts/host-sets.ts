import { mergeAttrs } from '../../../nix/attrs';
import type { Runtime } from '../../../nix/runtime';
import { force } from '../../../nix/thunk';
import { type Attrs, attrsOf, isAttrs, isFunction, isPath, type Lazy, str, type Value } from '../../../nix/value';
import { quietly } from '../../problems';
import { type EntryPoint, modulesOf } from '../entry-point';
import { knownSet } from '../member';

/** What is no host among those of colmena, nixops and morph. */
const SETTINGS = new Set(['meta', 'network', 'defaults', '_type', '__schema', 'description', 'require', 'resources']);

/** What only a set of hosts says about itself: colmena's `meta`, nixops' and morph's `network`. */
const META = ['nixpkgs', 'nodeNixpkgs', 'specialArgs', 'nodeSpecialArgs', 'machinesFile', 'allowApplyAll'];

/** What nixops and morph know of a network. */
const NETWORK = [
  'description',
  'enableRollback',
  'storage',
  'nixpkgs',
  'pkgs',
  'lib',
  'ordering',
  'runCommandOnDeploy',
];

/** The hosts of a set of them, each with the defaults that all have. */
export function hostsOf(rt: Runtime, path: string, prefix: string, hosts: Value): readonly EntryPoint[] {
  if (!isAttrs(hosts)) return [];
  const shared = hosts.entries.get('defaults');
  const defaults = shared === undefined ? [] : [shared.value];
  const common = knownSet(rt, hosts, 'meta', 'specialArgs');
  return [...hosts.entries]
    .filter(([name]) => !SETTINGS.has(name))
    .map(([name, { value }]) => ({
      name: prefix === '' ? name : `${prefix}.${name}`,
      modules: modulesOf(path, [value, ...defaults]),
      specialArgs: [attrsOf({ name: str(name) }), common, knownSet(rt, hosts, 'meta', 'nodeSpecialArgs', name)].reduce(
        mergeAttrs,
      ),
      isHost: true,
    }));
}

function isModule(rt: Runtime, lazy: Lazy): boolean {
  const value = quietly(rt, () => force(lazy));
  return value !== undefined && (isFunction(value) || isPath(value) || isAttrs(value));
}

/** Whether a file's value is a set of hosts: a hive of colmena, a network of nixops or morph. */
export function isHostSet(rt: Runtime, value: Value): value is Attrs {
  if (!isAttrs(value)) return false;
  const meta = knownSet(rt, value, 'meta');
  const network = knownSet(rt, value, 'network');
  const isNamed = NETWORK.some((name) => network.entries.has(name)) || META.some((name) => meta.entries.has(name));
  const hosts = [...value.entries].filter(([name]) => !SETTINGS.has(name));
  return isNamed && hosts.length > 0 && hosts.every(([, attr]) => isModule(rt, attr.value));
}
