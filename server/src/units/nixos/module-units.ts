import data from '../../../data/nixos-units.json';
import type { Scope } from '../model';

/** A unit that one of NixOS's own modules defines; the data names the release that it was read from. */
export interface ModuleUnit {
  readonly name: string;
  /** Below nixos/modules of nixpkgs: `services/web-servers/nginx/default.nix`. */
  readonly module: string;
}

/** The units of a manager by module; those of initrd are left out. */
function unitsOf(modules: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, ModuleUnit> {
  const all = Object.entries(modules).flatMap(([module, names]) => names.map((name) => ({ name, module })));
  return new Map(all.map((unit) => [unit.name, unit]));
}

const UNITS: Readonly<Record<Scope, ReadonlyMap<string, ModuleUnit>>> = {
  system: unitsOf(data.system),
  user: unitsOf(data.user),
  initrd: new Map(),
};

/** The module of NixOS that defines a unit under a name that is written out there; undefined for any other unit. */
export function moduleUnit(name: string, scope: Scope | undefined): ModuleUnit | undefined {
  return scope === undefined ? (UNITS.system.get(name) ?? UNITS.user.get(name)) : UNITS[scope].get(name);
}

/** All units that modules of NixOS define for a manager. */
export function moduleUnits(scope: Scope): readonly ModuleUnit[] {
  return [...UNITS[scope].values()];
}
