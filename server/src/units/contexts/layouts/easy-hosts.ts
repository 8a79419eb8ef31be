import { attrsFrom, mergeAttrs } from '../../../nix/attrs';
import type { Runtime } from '../../../nix/runtime';
import type { Attrs, Lazy } from '../../../nix/value';
import { folderOf, known, knownSet } from '../member';
import type { FlakeWorld } from '../nixpkgs';
import { hostModule, hostOf, isNixos, items } from './host';

/** The hosts that the module of easy-hosts makes of its options: those listed, and those of the folders in `path`. */
export function easyHosts(rt: Runtime, world: FlakeWorld, config: Lazy): Attrs {
  const base = known(rt, config, 'easy-hosts', 'path');
  const folder = folderOf(rt, base);
  const listed = knownSet(rt, config, 'easy-hosts', 'hosts');
  const shared = known(rt, config, 'easy-hosts', 'shared', 'modules');
  const sharedArgs = knownSet(rt, config, 'easy-hosts', 'shared', 'specialArgs');
  return attrsFrom(
    [...listed.entries]
      .filter(([, { value }]) => isNixos(rt, value))
      .map(([name, { value }]) => {
        const own = known(rt, value, 'path');
        const place = folderOf(rt, own) ?? (folder === undefined ? undefined : `${folder}/${name}`);
        const modules = [
          ...(place === undefined ? [] : hostModule(rt, place)),
          ...items(known(rt, value, 'modules')),
          ...items(shared),
        ];
        const args = mergeAttrs(sharedArgs, knownSet(rt, value, 'specialArgs'));
        return [name, hostOf(rt, world, `easy-hosts.hosts.${name}`, modules, args)] as const;
      }),
  );
}
