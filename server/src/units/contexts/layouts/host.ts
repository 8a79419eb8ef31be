import { mergeAttrs } from '../../../nix/attrs';
import type { Runtime } from '../../../nix/runtime';
import { type Attrs, attrsOf, isList, type Lazy, list, path, type Value } from '../../../nix/value';
import { madeOf } from '../makers';
import { knownText } from '../member';
import type { FlakeWorld } from '../nixpkgs';

/** Whether a host is one of NixOS, by what its class or system is said to be. */
export function isNixos(rt: Runtime, host: Lazy): boolean {
  const named = knownText(rt, host, 'class') ?? 'nixos';
  return named === 'nixos' && knownText(rt, host, 'system')?.endsWith('-darwin') !== true;
}

/** What a list has; nothing where the value is none. */
export function items(value: Value): readonly Lazy[] {
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
