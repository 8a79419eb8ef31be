import { condition, override } from '../../modules/lib/properties';
import type { ModuleSource } from '../../modules/option-type';
import { attrsFrom } from '../../nix/attrs';
import { delay, force } from '../../nix/thunk';
import { type Attrs, isString, type Lazy, list, str } from '../../nix/value';
import { unitModule } from './unit-module';
import { type NixosWorld, optionAt } from './world';

const APIVFS = [
  'MountAPIVFS',
  'PrivateDevices',
  'PrivateTmp',
  'PrivateUsers',
  'ProtectControlGroups',
  'ProtectKernelModules',
  'ProtectKernelTunables',
];

function serviceConfig(entries: Iterable<readonly [string, Lazy]>): Attrs {
  return attrsFrom([['serviceConfig', attrsFrom(entries)]]);
}

/** A unit's name as it stands in paths (`mkPathSafeName` of nixos/lib/systemd-lib.nix). */
function pathSafe(name: string): string {
  return name.replace(/[@:\\]/g, '-').replace(/[[\]]/g, '');
}

/**
 * What `confinement` adds to a service (nixos/modules/security/systemd-confinement.nix). The paths of the store that the service sees, and that it
 * does not see `/tmp`, are in a drop-in that is made while the system is built.
 */
export function confinementModule(world: NixosWorld): ModuleSource {
  return unitModule('<nixpkgs>/nixos/modules/security/systemd-confinement.nix', ({ name, config }) => {
    const { rt } = world.ctx;
    const full = delay(rt, () => {
      const mode = force(optionAt(world, config, 'confinement', 'mode').value);
      return !(isString(mode) && mode.text === 'chroot-only');
    });
    const text = (prefix: string): Lazy => delay(rt, () => str(`${prefix}${pathSafe(name())}`));
    const base = serviceConfig([
      ['ReadOnlyPaths', list([str('+/')])],
      ['RuntimeDirectory', list([text('confinement/')])],
      ['RootDirectory', text('/run/confinement/')],
      ['InaccessiblePaths', list([text('-+/run/confinement/')])],
      ['PrivateMounts', override(1000, true)],
      ...APIVFS.map((directive) => [directive, override(1000, full)] as const),
    ]);
    return attrsFrom([['config', condition(optionAt(world, config, 'confinement', 'enable').value, base)]]);
  });
}
