import { attrsFrom, mergeAttrs } from '../../nix/attrs';
import type { Runtime } from '../../nix/runtime';
import { type Attrs, attrsOf, isList, type Lazy, list, path, type Value } from '../../nix/value';
import { madeOf } from './makers';
import { folderOf, known, knownSet, knownText } from './member';
import type { FlakeWorld } from './nixpkgs';

/** Whether a host is one of NixOS, by what its class or system is said to be. */
function isNixos(rt: Runtime, host: Lazy): boolean {
  const named = knownText(rt, host, 'class') ?? 'nixos';
  return named === 'nixos' && knownText(rt, host, 'system')?.endsWith('-darwin') !== true;
}

function items(value: Value): readonly Lazy[] {
  return isList(value) ? value.items : [];
}

/** What exists of these files below a folder. */
export function existing(rt: Runtime, folder: string, names: readonly string[]): readonly Lazy[] {
  return names
    .map((name) => `${folder}/${name}`)
    .filter((file) => rt.files.stat(file) !== undefined)
    .map(path);
}

/** The module of a folder's host: its `default.nix`, or its `configuration.nix`. */
export function hostModule(rt: Runtime, folder: string): readonly Lazy[] {
  return existing(rt, folder, ['default.nix', 'configuration.nix']).slice(0, 1);
}

/** A host that gets the flake and its inputs as arguments. */
export function hostOf(
  rt: Runtime,
  { nixpkgs, inputs, self }: FlakeWorld,
  why: string,
  modules: readonly Lazy[],
  further: Attrs = attrsOf({}),
): Attrs {
  const specialArgs = mergeAttrs(attrsOf({ inputs, self }), further);
  return madeOf(rt, why, nixpkgs.pkgs, attrsOf({ modules: list(modules), specialArgs }));
}

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
