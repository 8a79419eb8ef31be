import { mergeAttrs } from '../../nix/attrs';
import type { Runtime } from '../../nix/runtime';
import { force } from '../../nix/thunk';
import { type Attrs, attrsOf, isAttrs, isFunction, isPath, type Lazy, str, type Value } from '../../nix/value';
import { quietly } from '../problems';
import { type EntryPoint, modulesOf, namedIn } from './entry-point';
import { configurationEntry } from './makers';
import { knownSet } from './member';

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

/** The hosts that deploy-rs deploys, where no other output has one of the name. */
export function deployed(
  rt: Runtime,
  path: string,
  outputs: Attrs,
  others: ReadonlySet<string>,
): readonly EntryPoint[] {
  return [...knownSet(rt, outputs, 'deploy', 'nodes').entries]
    .filter(([name]) => !others.has(name))
    .flatMap(([name, node]) =>
      namedIn(force(node.value), 'profiles').flatMap(([profile, value]) => {
        const system = quietly(rt, () => force(knownSet(rt, value).entries.get('path')?.value ?? null));
        const called = profile === 'system' ? `deploy.nodes.${name}` : `deploy.nodes.${name}.${profile}`;
        return system === undefined ? [] : configurationEntry(rt, path, called, system);
      }),
    );
}
