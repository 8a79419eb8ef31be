import type { Lazy } from '../../nix/value';
import type { UnitType } from '../model';
import { nixosSlots, type SlotWalker, setsIn } from '../slots';

function joined(prefix: string, name: string): string {
  return name === '' ? prefix : `${prefix}-${name}`;
}

/** The kinds of units that a service may define: its own, and further ones by name. */
const KINDS: readonly { readonly one: string; readonly many: string; readonly kind: UnitType }[] = [
  { one: 'service', many: 'services', kind: 'service' },
  { one: 'socket', many: 'sockets', kind: 'socket' },
];

function unitNames(walker: SlotWalker, service: string, systemd: Lazy): void {
  for (const set of setsIn(walker, systemd)) {
    for (const { one, many, kind } of KINDS) {
      const unit = (name: string) =>
        ({ name: `${joined(service, name)}.${kind}`, kind, scope: 'system', world: 'modular' }) as const;
      const own = set.entries.get(one);
      if (own !== undefined) nixosSlots(walker, unit(''), own.value);
      const others = set.entries.get(many);
      for (const byName of others === undefined ? [] : setsIn(walker, others.value)) {
        for (const [name, attr] of byName.entries) nixosSlots(walker, unit(name), attr.value);
      }
    }
  }
}

/** The names of the units that modular services define, as they stand in a definition of `system.services`. */
export function modularSlots(walker: SlotWalker, services: Lazy, parent?: string): void {
  for (const set of setsIn(walker, services)) {
    for (const [name, attr] of set.entries) {
      const service = parent === undefined ? name : joined(parent, name);
      for (const module of setsIn(walker, attr.value)) {
        const systemd = module.entries.get('systemd');
        const inner = module.entries.get('services');
        if (systemd !== undefined) unitNames(walker, service, systemd.value);
        if (inner !== undefined) modularSlots(walker, inner.value, service);
      }
    }
  }
}
