import type { ModuleSource } from '../modules/option-type';
import type { Runtime } from '../nix/runtime';
import type { AnalyseRequest } from './analyse';
import type { Slot } from './analysis';
import { reportAssertions } from './assertions';
import { type Configuration, configure } from './configuration';
import { containers, homeUsers, type Nested, specialisations } from './contexts/nested';
import { reportMisspeltKinds } from './misspelt-kinds';
import type { Unit } from './model';
import { attempt, type Collector } from './problems';
import { readSlots } from './read-slots';
import { readUnits } from './read-units';

/** The units of a configuration, and the names that flowed into them. */
export interface Found {
  readonly units: readonly Unit[];
  readonly slots: readonly Slot[];
}

/** What was found, as that of a configuration of that name; one inside of another has both names. */
export function inContext({ units, slots }: Found, name: string | undefined): Found {
  if (name === undefined) return { units, slots };
  const context = (inner: string | undefined): string => (inner === undefined ? name : `${name}.${inner}`);
  return { units: units.map((unit) => ({ ...unit, context: context(unit.context) })), slots };
}

function read(rt: Runtime, to: Collector, configuration: Configuration): Found {
  const units = attempt(rt, to, () => readUnits(configuration, to)) ?? [];
  const slots = attempt(rt, to, () => readSlots(configuration)) ?? [];
  return { units, slots };
}

/** What a specialisation changes, as it is together with the rest. */
function specialised(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  outer: readonly ModuleSource[],
  { name, modules, specialArgs }: Nested,
): Found {
  const alone = read(rt, to, configure(rt, to, request, modules, specialArgs));
  const changed = new Set(alone.units.map((unit) => unit.name));
  const whole = read(rt, to, configure(rt, to, request, [...outer, ...modules], specialArgs));
  return inContext({ units: whole.units.filter((unit) => changed.has(unit.name)), slots: alone.slots }, name);
}

/** All that a configuration of these modules declares, with those that stand inside of it: of users, containers, specialisations. */
export function foundIn(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  configuration: Configuration,
  modules: readonly ModuleSource[],
): Found {
  attempt(rt, to, () => reportAssertions(configuration, to));
  attempt(rt, to, () => reportMisspeltKinds(configuration, to));
  const inside = [homeUsers, containers].flatMap((find) => attempt(rt, to, () => find(configuration, to)) ?? []);
  const special = attempt(rt, to, () => specialisations(configuration, to)) ?? [];
  const all = [
    read(rt, to, configuration),
    ...inside.map(({ name, modules: inner, specialArgs }) =>
      inContext(read(rt, to, configure(rt, to, request, inner, specialArgs)), name),
    ),
    ...special.map((one) => specialised(rt, to, request, modules, one)),
  ];
  return { units: all.flatMap(({ units }) => units), slots: all.flatMap(({ slots }) => slots) };
}
