import { isList } from '../../nix/value';
import type { Unit, UnitType } from '../model';
import { type NixosWorld, valueAt } from './world';

/** What a unit of a kind does not go without, so that one that lacks it changes another. */
const ESSENTIAL: Readonly<Partial<Record<UnitType, RegExp>>> = {
  service: /^(ExecStart|ExecStop|SuccessAction|FailureAction)$/,
  socket: /^Listen/,
  timer: /^On/,
  path: /^(Path|Directory|MakeDirectory)/,
};

/**
 * Whether a unit of NixOS is written as a drop-in where a package of `systemd.packages` brings one of its name: it is not a whole unit,
 * and `overrideStrategy` leaves it open (nixos/lib/systemd-lib.nix).
 */
export function maybeDropIn({ config }: NixosWorld, unit: Unit): boolean {
  const essential = ESSENTIAL[unit.type];
  if (essential === undefined || unit.dropIn || unit.open === true || unit.scope === 'initrd') return false;
  const keys = unit.sections.flatMap(({ lines }) => lines.flatMap((line) => line?.key ?? []));
  if (keys.some((key) => essential.test(key))) return false;
  const packages = valueAt(config, 'systemd', 'packages');
  return isList(packages) && (packages.items.length > 0 || packages.open !== undefined);
}
