import { directive } from '../../systemd/catalogue';
import type { Directive } from '../../systemd/types';
import type { Slot } from '../../units/analysis';
import { optionsOfKind } from '../../units/nixos/facts';

const UNIT_TYPES: ReadonlySet<string> = new Set(['unit', 'unit-list', 'install']);

/** Whether a directive's values are names of units. */
export function namesUnits({ type }: Directive): boolean {
  return UNIT_TYPES.has(type);
}

/** Whether the values of a name in a unit's set are names of units. */
export function takesUnits({ role, key, unitType }: Slot, systemd: number): boolean {
  switch (role.set) {
    case 'directives': {
      const known = directive(role.section, key, systemd);
      return key !== 'DefaultInstance' && known !== undefined && namesUnits(known);
    }
    case 'options':
      return (
        role.path.length === 0 &&
        optionsOfKind(unitType, false, false).some(({ name, type }) => name === key && type === 'list of unit names')
      );
    default:
      return false;
  }
}

/** Whether what stands there are further names of the unit itself. */
export function givesAliases({ key }: Slot): boolean {
  return key === 'aliases' || key === 'Alias';
}
