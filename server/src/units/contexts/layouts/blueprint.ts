import { attrsFrom } from '../../../nix/attrs';
import { canonicalPath } from '../../../nix/paths';
import type { Runtime } from '../../../nix/runtime';
import { type Attrs, attrsOf, str, type Value } from '../../../nix/value';
import { folderOf, known, knownText } from '../member';
import type { FlakeWorld } from '../nixpkgs';
import { folders, modulesIn } from './folders';
import { existing, hostOf } from './host';

/**
 * The outputs of a flake of blueprint: a host for each folder of `hosts` with a `configuration.nix`, a module for each file below
 * `modules/nixos` and `modules/home`.
 */
export function blueprintFlake(rt: Runtime, world: FlakeWorld, root: string, args: Value): Attrs {
  const text = knownText(rt, args, 'prefix');
  const folder =
    folderOf(rt, known(rt, args, 'prefix')) ?? (text === undefined ? root : canonicalPath(`${root}/${text}`));
  const hosts = folders(rt, `${folder}/hosts`).flatMap((name) => {
    const modules = existing(rt, `${folder}/hosts/${name}`, ['configuration.nix']);
    const further = attrsOf({ flake: world.self, hostName: str(name) });
    return modules.length === 0 ? [] : [[name, hostOf(rt, world, `hosts.${name}`, modules, further)] as const];
  });
  return attrsFrom([
    ['nixosConfigurations', attrsFrom(hosts)],
    ['nixosModules', modulesIn(rt, `${folder}/modules/nixos`)],
    ['homeModules', modulesIn(rt, `${folder}/modules/home`)],
  ]);
}
