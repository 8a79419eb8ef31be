import { condition, merge, override } from '../../modules/lib/properties';
import type { ModuleSource } from '../../modules/option-type';
import { attrsFrom } from '../../nix/attrs';
import { delay, force } from '../../nix/thunk';
import { type Attrs, isString, type Lazy, list, str } from '../../nix/value';
import { unitModule } from './unit-module';
import { attrAt, type NixosWorld } from './world';

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
    const confinement = attrAt(config, 'confinement').value;
    const full = delay(rt, () => {
      const mode = force(attrAt(confinement, 'mode').value);
      return !(isString(mode) && mode.text === 'chroot-only');
    });
    const sharedTmp = delay(
      rt,
      () => force(attrAt(attrAt(config, 'serviceConfig').value, 'PrivateTmp').value) !== true,
    );
    const base = serviceConfig([
      ['ReadOnlyPaths', list([str('+/')])],
      ['RuntimeDirectory', list([str(`confinement/${name}`)])],
      ['RootDirectory', str(`/run/confinement/${name}`)],
      ['InaccessiblePaths', list([str(`-+/run/confinement/${name}`)])],
      ['PrivateMounts', override(1000, true)],
      ...APIVFS.map((directive) => [directive, override(1000, full)] as const),
    ]);
    const tmp = serviceConfig([['InaccessiblePaths', list([str('-+/tmp'), str('-+/var/tmp')])]]);
    const enabled = attrAt(confinement, 'enable').value;
    return attrsFrom([['config', condition(enabled, merge(list([base, condition(sharedTmp, tmp)])))]]);
  });
}
