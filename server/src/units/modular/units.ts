import { declare } from '../../modules/declare';
import type { ModuleSource } from '../../modules/option-type';
import { attrsOf } from '../../modules/types/attrs';
import { attrsFrom } from '../../nix/attrs';
import { native } from '../../nix/native';
import { delay, force } from '../../nix/thunk';
import { type Attr, type Attrs, attrs, isAttrs, type Lazy, list, str } from '../../nix/value';
import { nativeModule } from '../nixos/unit-module';
import { attrAt, type NixosWorld, valueAt } from '../nixos/world';
import { type Place, serviceType } from './options';

const FILE = '<nixpkgs>/nixos/modules/system/service/systemd/system.nix';

const SYSTEM: Place = { wantedBy: 'multi-user.target', dataFolder: () => str('/etc/system-services') };

/** `system.services`: services that know nothing of the system around them. */
export function modularOption(world: NixosWorld): Attrs {
  return declare(world.ctx, { type: attrsOf(serviceType(world, SYSTEM, [])), default: attrsFrom([]) });
}

/** `web`, `web-worker`: the names from a service down to its unit, of which the service's own has none. */
function joined(prefix: string, name: string): string {
  if (prefix === '') return name;
  return name === '' ? prefix : `${prefix}-${name}`;
}

/** A module for a unit's submodule: as a function, for a plain set would be taken for a configuration. */
function importing(module: Lazy): Lazy {
  return native('unit', 1, () => attrsFrom([['imports', list([module])]]));
}

/** The units of modular services, the services inside of them included, by the names that they get. */
export function unitsOf(
  option: 'services' | 'sockets',
  services: Lazy,
  prefix: string,
): readonly (readonly [string, Attr])[] {
  const set = force(services);
  if (!isAttrs(set)) return [];
  return [...set.entries].flatMap(([name, attr]) => {
    const path = joined(prefix, name);
    const systemd = attrAt(attr.value, 'systemd').value;
    const units = force(attrAt(systemd, option).value);
    const own = isAttrs(units) ? [...units.entries] : [];
    return [
      ...own.map(([unit, module]) => [joined(path, unit), { value: module.value, key: attr.key }] as const),
      ...unitsOf(option, attrAt(attr.value, 'services').value, path),
    ];
  });
}

/** Turns modular services into units of the system. */
export function modularModule(world: NixosWorld): ModuleSource {
  return nativeModule(FILE, ['config'], (args) => {
    const config = attrAt(args, 'config').value;
    const services = delay(world.ctx.rt, () => valueAt(config, 'system', 'services'));
    const units = (option: 'services' | 'sockets'): Lazy =>
      delay(world.ctx.rt, () => {
        const found = unitsOf(option, services, '');
        return attrs(new Map(found.map(([name, attr]) => [name, { ...attr, value: importing(attr.value) }] as const)));
      });
    const systemd = attrsFrom([
      ['services', units('services')],
      ['sockets', units('sockets')],
    ]);
    return attrsFrom([['config', attrsFrom([['systemd', systemd]])]]);
  });
}
