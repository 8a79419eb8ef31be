import { attrsFrom } from '../../nix/attrs';
import { native } from '../../nix/native';
import { canonicalPath } from '../../nix/paths';
import type { Runtime } from '../../nix/runtime';
import { delay, force } from '../../nix/thunk';
import { type Attrs, attrsOf, type Lazy, path, str, type Value } from '../../nix/value';
import { existing, hostModule, hostOf } from './host-options';
import { folderOf, known, knownText, member } from './member';
import type { FlakeWorld, Nixpkgs } from './nixpkgs';

/** The names of the folders in a folder. */
function folders(rt: Runtime, folder: string): readonly string[] {
  return [...(rt.files.readDir(folder) ?? [])].filter(([, type]) => type !== 'regular').map(([name]) => name);
}

/** The modules in a folder by their names: `name.nix`, or `name/default.nix`. */
function modulesIn(rt: Runtime, folder: string): Attrs {
  return attrsFrom(
    [...(rt.files.readDir(folder) ?? [])].flatMap(([name, type]): readonly (readonly [string, Lazy])[] => {
      if (type === 'regular') return name.endsWith('.nix') ? [[name.slice(0, -4), path(`${folder}/${name}`)]] : [];
      return rt.files.stat(`${folder}/${name}/default.nix`) === undefined ? [] : [[name, path(`${folder}/${name}`)]];
    }),
  );
}

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

/**
 * The module `autoWire` of nixos-unified: a host for each file or folder of `configurations/nixos`, a home for each of
 * `configurations/home`, modules below `modules/nixos` and `modules/home`.
 */
export function autoWired(rt: Runtime, world: FlakeWorld, root: string): Lazy {
  const { inputs, self } = world;
  const hosts = (kind: string, flake: Attrs): Attrs =>
    attrsFrom(
      [...modulesIn(rt, `${root}/configurations/${kind}`).entries].map(
        ([name, { value }]) =>
          [name, hostOf(rt, world, `configurations.${kind}.${name}`, [value], attrsOf({ flake }))] as const,
      ),
    );
  return native('autoWire', 1, (_rt, args) => {
    const config = delay(rt, () => force(member(force(args ?? null), 'config')));
    const flake = attrsOf({ inputs, self, config });
    const outputs = attrsOf({
      nixosConfigurations: hosts('nixos', flake),
      homeConfigurations: hosts('home', flake),
      nixosModules: modulesIn(rt, `${root}/modules/nixos`),
      homeModules: modulesIn(rt, `${root}/modules/home`),
    });
    return attrsOf({ flake: outputs });
  });
}
