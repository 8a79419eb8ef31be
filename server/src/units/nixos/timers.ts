import { tolerate } from '../../modules/context';
import type { ModuleSource } from '../../modules/option-type';
import { attrsFrom } from '../../nix/attrs';
import { delay, force } from '../../nix/thunk';
import { type Attr, attrs, isAttrs, isList, list, str } from '../../nix/value';
import { nativeModule } from './unit-module';
import { attrAt, forward, type NixosWorld, valueAt } from './world';

/** The timer that a service's `startAt` asks for; undefined when it asks for none. */
function timerOf(service: Attr, needsEnabled: boolean): Attr | undefined {
  const unit = force(service.value);
  const startAt = isAttrs(unit) ? unit.entries.get('startAt') : undefined;
  if (startAt === undefined) return undefined;
  const times = force(startAt.value);
  if (isList(times) && times.items.length === 0 && times.open === undefined) return undefined;
  if (needsEnabled && force(attrAt(service.value, 'enable').value) === false) return undefined;
  const timerConfig = attrs(new Map([['OnCalendar', forward(startAt, times)]]));
  const timer = attrsFrom([
    ['wantedBy', list([str('timers.target')])],
    ['timerConfig', timerConfig],
  ]);
  return { value: timer, key: service.definitions?.[0]?.key ?? service.key };
}

/** Timers of the services that say when they start. */
export function startAtModule(world: NixosWorld): ModuleSource {
  return nativeModule('<nixpkgs>/nixos/modules/system/boot/systemd.nix', ['config'], (args) => {
    const config = attrAt(args, 'config').value;
    const timers = (needsEnabled: boolean, ...path: readonly string[]) =>
      delay(world.ctx.rt, () => {
        const services = valueAt(config, ...path);
        const entries = new Map<string, Attr>();
        if (!isAttrs(services)) return attrs(entries);
        for (const [name, service] of services.entries) {
          const timer = tolerate(world.ctx, () => timerOf(service, needsEnabled), undefined);
          if (timer !== undefined) entries.set(name, timer);
        }
        return attrs(entries);
      });
    const user = attrsFrom([['timers', timers(false, 'systemd', 'user', 'services')]]);
    const systemd = attrsFrom([
      ['timers', timers(true, 'systemd', 'services')],
      ['user', user],
    ]);
    return attrsFrom([['config', attrsFrom([['systemd', systemd]])]]);
  });
}
