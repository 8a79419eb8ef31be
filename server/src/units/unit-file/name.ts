import type { UnitType } from '../model';

const TYPES: readonly UnitType[] = [
  'service',
  'socket',
  'timer',
  'path',
  'target',
  'mount',
  'automount',
  'slice',
  'swap',
  'scope',
  'device',
];

/** The kind of unit that a name with its ending is of. */
export function typeOfName(name: string): UnitType | undefined {
  return TYPES.find((type) => name.endsWith(`.${type}`));
}
