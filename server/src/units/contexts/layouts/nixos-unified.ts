import { attrsFrom } from '../../../nix/attrs';
import { native } from '../../../nix/native';
import type { Runtime } from '../../../nix/runtime';
import { delay, force } from '../../../nix/thunk';
import { type Attrs, attrsOf, type Lazy } from '../../../nix/value';
import { member } from '../member';
import type { FlakeWorld } from '../nixpkgs';
import { modulesIn } from './folders';
import { hostOf } from './host';

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
