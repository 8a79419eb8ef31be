import type { Unit } from '../units/model';

/** Whether a unit is meant by the name that `--unit` gives, which may leave out `.service`. */
export function isNamed(unit: Unit, name: string): boolean {
  return unit.name === name || unit.name === `${name}.service`;
}
