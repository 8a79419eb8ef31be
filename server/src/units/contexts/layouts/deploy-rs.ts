import { selectUnknown } from '../../../nix/attrs';
import { native } from '../../../nix/native';
import type { Runtime } from '../../../nix/runtime';
import { force } from '../../../nix/thunk';
import { type Attrs, unknown } from '../../../nix/value';
import { quietly } from '../../problems';
import { type EntryPoint, namedIn } from '../entry-point';
import { configurationEntry } from '../makers';
import { knownSet, openBy, openWith } from '../member';

/** `deploy-rs.lib.<system>.activate`: what a profile activates is the host that it was called with. */
export function activation(rt: Runtime, why: string): Attrs {
  const same = native('activate', 1, (_rt, base) => force(base ?? null));
  const activate = openWith(`${why}.activate`, [
    ['nixos', same],
    ['home-manager', same],
    ['noop', same],
  ]);
  return openBy(rt, why, (name) => (name === 'activate' ? activate : selectUnknown(unknown(why), name)));
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
