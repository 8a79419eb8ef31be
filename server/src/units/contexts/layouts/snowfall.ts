import { attrsFrom } from '../../../nix/attrs';
import type { Runtime } from '../../../nix/runtime';
import { delay, force } from '../../../nix/thunk';
import type { Attrs, Lazy, Value } from '../../../nix/value';
import { folderOf, known, knownText, member } from '../member';
import type { FlakeWorld, Nixpkgs } from '../nixpkgs';
import { folders, modulesIn } from './folders';
import { existing, hostModule, hostOf } from './host';

/** All modules below a folder, where each has a folder with a `default.nix`. */
function deepModules(rt: Runtime, folder: string): readonly Lazy[] {
  return folders(rt, folder).flatMap((name) => {
    const inner = `${folder}/${name}`;
    return [...existing(rt, inner, ['default.nix']), ...deepModules(rt, inner)];
  });
}

function worldOf(rt: Runtime, nixpkgs: Nixpkgs, args: Value): FlakeWorld {
  const inputs = delay(rt, () => force(member(args, 'inputs')));
  return { nixpkgs, inputs, self: delay(rt, () => force(member(force(inputs), 'self'))) };
}

/**
 * The outputs of a flake of snowfall: a host for each folder of `systems/<arch>-<format>`, which imports all of `modules/nixos`, and a
 * home for each of `homes/<arch>`, which imports all of `modules/home`.
 */
export function snowfallFlake(rt: Runtime, nixpkgs: Nixpkgs, args: Value): Attrs {
  const world = worldOf(rt, nixpkgs, args);
  const source = folderOf(rt, known(rt, args, 'src'));
  if (source === undefined) return attrsFrom([]);
  const own = knownText(rt, args, 'snowfall', 'root');
  const root = folderOf(rt, known(rt, args, 'snowfall', 'root')) ?? own ?? source;
  const shared = deepModules(rt, `${root}/modules/nixos`);
  const atHome = deepModules(rt, `${root}/modules/home`);
  const made = (kind: string, common: readonly Lazy[], accept: RegExp) =>
    folders(rt, `${root}/${kind}`)
      .filter((platform) => accept.test(platform))
      .flatMap((platform) =>
        folders(rt, `${root}/${kind}/${platform}`).map((name): readonly [string, Lazy] => {
          const modules = [...hostModule(rt, `${root}/${kind}/${platform}/${name}`), ...common];
          return [name, hostOf(rt, world, `${kind}.${name}`, modules)];
        }),
      );
  return attrsFrom([
    ['nixosConfigurations', attrsFrom(made('systems', shared, /linux/))],
    ['homeConfigurations', attrsFrom(made('homes', atHome, /linux/))],
    ['nixosModules', modulesIn(rt, `${root}/modules/nixos`)],
    ['homeModules', modulesIn(rt, `${root}/modules/home`)],
  ]);
}
