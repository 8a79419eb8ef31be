import type { UnitType } from './model';

/** The option that holds a kind of units, under `systemd`, `systemd.user` or `boot.initrd.systemd`. */
export const OPTION_KINDS: ReadonlyMap<string, UnitType> = new Map([
  ['services', 'service'],
  ['sockets', 'socket'],
  ['timers', 'timer'],
  ['paths', 'path'],
  ['targets', 'target'],
  ['slices', 'slice'],
  ['mounts', 'mount'],
  ['automounts', 'automount'],
]);

/** The section that carries a kind's own directives; targets have none. */
export const SECTIONS: Readonly<Partial<Record<UnitType, string>>> = {
  service: 'Service',
  socket: 'Socket',
  timer: 'Timer',
  path: 'Path',
  slice: 'Slice',
  mount: 'Mount',
  automount: 'Automount',
  swap: 'Swap',
  scope: 'Scope',
};

/** The option whose attributes are directives of the kind's own section: `serviceConfig`. */
export function configOption(kind: UnitType): string {
  return `${kind}Config`;
}
