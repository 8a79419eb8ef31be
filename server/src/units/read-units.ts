import type { Def } from '../modules/definition';
import type { Level } from '../modules/level';
import { attrNames } from '../nix/order';
import { force } from '../nix/thunk';
import { type Attr, type Attrs, isAttrs, isList, isUnknown, type Lazy } from '../nix/value';
import type { Configuration } from './configuration';
import { isHomeUnit } from './home-manager/types';
import { homeUnitOf } from './home-manager/unit';
import { configOption, OPTION_KINDS, SECTIONS } from './kinds';
import type { Scope, Unit, UnitType } from './model';
import { maybeDropIn } from './nixos/package-units';
import { rawUnit } from './nixos/raw-unit';
import { nixosUnit } from './nixos/unit';
import { valueAt } from './nixos/world';
import { attempt, type Collector } from './problems';
import { conditionsOf, keysOf } from './values';

/** Where each scope's units are. */
export const SCOPES: readonly { readonly scope: Scope; readonly path: readonly string[] }[] = [
  { scope: 'system', path: ['systemd'] },
  { scope: 'user', path: ['systemd', 'user'] },
  { scope: 'initrd', path: ['boot', 'initrd', 'systemd'] },
];

interface Place {
  readonly kind: UnitType;
  readonly scope: Scope;
}

/** A unit with everything that was assumed for it. */
function unitOf(from: Configuration, to: Collector, name: string, attr: Attr, config: Attrs, place: Place): Unit {
  return from.world.ctx.rt.recorder.watch((assumed) => {
    const unit = bareUnit(from, to, name, attr, config, place);
    return { ...unit, assumptions: [...new Set([...from.enabled(), ...unit.assumptions, ...assumed()])] };
  });
}

function bareUnit(from: Configuration, to: Collector, name: string, attr: Attr, config: Attrs, place: Place): Unit {
  const declarations = keysOf(attr);
  const assumptions = conditionsOf(attr);
  const whys = unknownSets(from, to, config, place.kind);
  const withSets = (unit: Unit): Unit => ({
    ...unit,
    open: whys.length > 0,
    unknowns: [...new Set([...unit.unknowns, ...whys])],
  });
  if (isHomeUnit(config)) {
    return withSets(homeUnitOf(from.world.ctx.rt, to, name, place.kind, config, declarations, assumptions));
  }
  const world = declarations.length === 0 && isModular(from, name) ? 'modular' : 'nixos';
  const unit = withSets(nixosUnit(from.world, to, name, { ...place, world, config, declarations, assumptions }));
  const dropIn = attempt(from.world.ctx.rt, to, () => maybeDropIn(from.world, unit)) ?? false;
  return { ...unit, maybeDropIn: dropIn };
}

/** Why sets that become lines are unknown, or have unknown names beside those they show. */
function unknownSets(from: Configuration, to: Collector, config: Attrs, kind: UnitType): readonly string[] {
  const sets = ['unitConfig', configOption(kind), 'environment', 'Unit', 'Install', SECTIONS[kind] ?? 'Unit'];
  const attributes = sets.map((name) => config.entries.get(name)).filter((attr) => attr !== undefined);
  const values = attributes.map((attr) => attempt(from.world.ctx.rt, to, () => force(attr.value)));
  return [config, ...values].flatMap((value) => {
    if (value === undefined) return [];
    if (isUnknown(value)) return [value.why];
    return isAttrs(value) && value.open !== undefined ? [value.open.why] : [];
  });
}

/** Whether a unit's name is that of a modular service or begins with it. */
function isModular(from: Configuration, name: string): boolean {
  const services = valueAt(from.world.config, 'system', 'services');
  return isAttrs(services) && [...services.entries.keys()].some((each) => name === each || name.startsWith(`${each}-`));
}

function unitsIn(from: Configuration, to: Collector, units: Lazy, place: Place): readonly Unit[] {
  const { rt } = from.world.ctx;
  const value = attempt(rt, to, () => force(units));
  if (value === undefined) return [];
  if (isUnknown(value)) to.meet(value.why);
  const read = (name: string, attr: Attr): Unit | undefined =>
    attempt(rt, to, () => {
      const config = force(attr.value);
      if (isUnknown(config)) to.meet(config.why);
      return isAttrs(config) ? unitOf(from, to, name, attr, config, place) : undefined;
    });
  const readAt = (name: string, attr: Attr): Unit | undefined =>
    from.units.get(`${place.scope} ${place.kind} ${name}`, attr, () => () => read(name, attr));
  if (isList(value)) {
    return value.items.map((item) => read('', { value: item, key: undefined })).filter((unit) => unit !== undefined);
  }
  if (!isAttrs(value)) return [];
  return attrNames(value)
    .map((name) => {
      const attr = value.entries.get(name);
      return attr && readAt(name, attr);
    })
    .filter((unit) => unit !== undefined);
}

/** The definitions of an option, as they were written. */
export function definitionsAt(root: Level, path: readonly string[], option: string): readonly Def[] {
  let level: Level = root;
  for (const name of path) {
    const next = level.child(name);
    if (next?.kind !== 'level') return [];
    level = next;
  }
  return level.definitionsOf(option);
}

function isDefined(from: Configuration, path: readonly string[], option: string): boolean {
  return definitionsAt(from.evaluation.level(), path, option).length > 0;
}

/** Units that are given as texts. */
function rawUnits(from: Configuration, to: Collector, path: readonly string[], scope: Scope): readonly Unit[] {
  const { rt } = from.world.ctx;
  if (scope === 'initrd' || !isDefined(from, path, 'units')) return [];
  const units = attempt(rt, to, () => valueAt(from.world.config, ...path, 'units'));
  if (units === undefined || !isAttrs(units)) return [];
  return [...units.entries].flatMap(([name, attr]): readonly Unit[] => {
    const config = attempt(rt, to, () => force(attr.value));
    if (config === undefined || !isAttrs(config)) return [];
    const unit = rawUnit(from.world, to, name, config, scope, keysOf(attr), [...from.enabled(), ...conditionsOf(attr)]);
    return unit === undefined ? [] : [unit];
  });
}

/** All units of a configuration. */
export function readUnits(from: Configuration, to: Collector): readonly Unit[] {
  const { rt } = from.world.ctx;
  return SCOPES.flatMap(({ scope, path }) => [
    ...[...OPTION_KINDS].flatMap(([option, kind]) => {
      if (!isDefined(from, path, option)) return [];
      const units = attempt(rt, to, () => valueAt(from.world.config, ...path, option));
      return units === undefined ? [] : unitsIn(from, to, units, { kind, scope });
    }),
    ...rawUnits(from, to, path, scope),
  ]);
}
