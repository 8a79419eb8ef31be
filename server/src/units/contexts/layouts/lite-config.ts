import { attrsFrom } from '../../../nix/attrs';
import type { Runtime } from '../../../nix/runtime';
import { type Attrs, type Lazy, path } from '../../../nix/value';
import { folderOf, known, knownSet } from '../member';
import type { FlakeWorld } from '../nixpkgs';
import { hostModule, hostOf, isNixos, items } from './host';

/** The hosts that the module of lite-config makes: `hosts.<name>`, each a module in `hostModuleDir`. */
export function liteHosts(rt: Runtime, world: FlakeWorld, config: Lazy): Attrs {
  const folder = folderOf(rt, known(rt, config, 'lite-config', 'hostModuleDir'));
  const shared = items(known(rt, config, 'lite-config', 'systemModules'));
  if (folder === undefined) return attrsFrom([]);
  return attrsFrom(
    [...knownSet(rt, config, 'lite-config', 'hosts').entries]
      .filter(([, { value }]) => isNixos(rt, value))
      .map(([name]) => {
        const own =
          rt.files.stat(`${folder}/${name}.nix`) === undefined
            ? hostModule(rt, `${folder}/${name}`)
            : [path(`${folder}/${name}.nix`)];
        return [name, hostOf(rt, world, `lite-config.hosts.${name}`, [...own, ...shared])] as const;
      }),
  );
}
