import { condition, merge, override } from '../../modules/lib/properties';
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

/** What `confinement` adds to a service (nixos/modules/security/systemd-confinement.nix). */
export function confinementModule(world: NixosWorld): ModuleSource {
  return unitModule('<nixpkgs>/nixos/modules/security/systemd-confinement.nix', ({ name, config }) => {
    const { rt } = world.ctx;
    const full = delay(rt, () => {
      const mode = force(optionAt(world, config, 'confinement', 'mode').value);
      return !(isString(mode) && mode.text === 'chroot-only');
    });
    const sharedTmp = delay(rt, () => force(optionAt(world, config, 'serviceConfig', 'PrivateTmp').value) !== true);
    const text = (prefix: string): Lazy => delay(rt, () => str(`${prefix}${name()}`));
    const base = serviceConfig([
      ['ReadOnlyPaths', list([str('+/')])],
      ['RuntimeDirectory', list([text(`confinement/`)])],
      ['RootDirectory', text('/run/confinement/')],
      ['InaccessiblePaths', list([text('-+/run/confinement/')])],
      ['PrivateMounts', override(1000, true)],
      ...APIVFS.map((directive) => [directive, override(1000, full)] as const),
    ]);
    const tmp = serviceConfig([['InaccessiblePaths', list([str('-+/tmp'), str('-+/var/tmp')])]]);
    const enabled = optionAt(world, config, 'confinement', 'enable').value;
    return attrsFrom([['config', condition(enabled, merge(list([base, condition(sharedTmp, tmp)])))]]);
  });
}
