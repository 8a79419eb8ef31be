import type { ModuleSource } from '../modules/option-type';
import type { Runtime } from '../nix/runtime';
import type { AnalyseRequest } from './analyse';
import type { Slot } from './analysis';
import { reportAssertions } from './assertions';
import { type Configuration, configure } from './configuration';
import { containers, homeUsers, type Nested, specialisations } from './contexts/nested';
import { type DatedOption, datedOptions } from './dated-options';
import { readFiles } from './files/read';
import type { GeneratedFile } from './generated-file';
import { reportMisspeltKinds } from './misspelt-kinds';
import type { Unit } from './model';
import { attempt, type Collector } from './problems';
import { readSlots } from './read-slots';
import { readUnits } from './read-units';

/** The units of a configuration, and the names that flowed into them. */
export interface Found {
  readonly units: readonly Unit[];
  readonly slots: readonly Slot[];
  readonly generated: readonly GeneratedFile[];
  readonly dated: readonly DatedOption[];
}

const NOTHING: Found = { units: [], slots: [], generated: [], dated: [] };

/** Units that come of no options. */
export function unitsAlone(units: readonly Unit[]): Found {
  return { ...NOTHING, units };
}

/** All that was found in several places. */
export function together(all: readonly Found[]): Found {
  return {
    units: all.flatMap(({ units }) => units),
    slots: all.flatMap(({ slots }) => slots),
    generated: all.flatMap(({ generated }) => generated),
    dated: all.flatMap(({ dated }) => dated),
  };
}

/** What was found, as that of a configuration of that name; one inside of another has both names. */
export function inContext(found: Found, name: string | undefined): Found {
  if (name === undefined) return found;
  const within = <T extends { readonly context?: string }>(one: T): T & { readonly context: string } => ({
    ...one,
    context: one.context === undefined ? name : `${name}.${one.context}`,
  });
  return { ...found, units: found.units.map(within), generated: found.generated.map(within) };
}

function read(rt: Runtime, to: Collector, { release, alone }: AnalyseRequest, configuration: Configuration): Found {
  const units = attempt(rt, to, () => readUnits(configuration, to)) ?? [];
  const slots = attempt(rt, to, () => readSlots(configuration)) ?? [];
  if (alone === true) return { ...NOTHING, units, slots };
  const generated = attempt(rt, to, () => readFiles(configuration, to, release, units)) ?? [];
  const dated = attempt(rt, to, () => datedOptions(configuration)) ?? [];
  return { units, slots, generated, dated };
}

/** What a specialisation changes, as it is together with the rest. */
function specialised(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  outer: readonly ModuleSource[],
  { name, modules, specialArgs }: Nested,
): Found {
  const alone = read(rt, to, request, configure(rt, to, request, modules, specialArgs));
  const changed = new Set(alone.units.map((unit) => unit.name));
  const written = new Set(alone.generated.map(({ path }) => path));
  const whole = read(rt, to, request, configure(rt, to, request, [...outer, ...modules], specialArgs));
  const units = whole.units.filter((unit) => changed.has(unit.name));
  const generated = whole.generated.filter(({ path }) => written.has(path));
  return inContext({ ...alone, units, generated }, name);
}

/** All that a configuration of these modules declares, with those that stand inside of it: of users, containers, specialisations. */
export function foundIn(
  rt: Runtime,
  to: Collector,
  request: AnalyseRequest,
  configuration: Configuration,
  modules: readonly ModuleSource[],
): Found {
  if (request.alone !== true) {
    attempt(rt, to, () => reportAssertions(configuration, to));
    attempt(rt, to, () => reportMisspeltKinds(configuration, to));
  }
  const inside = [homeUsers, containers].flatMap((find) => attempt(rt, to, () => find(configuration, to)) ?? []);
  const special = attempt(rt, to, () => specialisations(configuration, to)) ?? [];
  const all = [
    read(rt, to, request, configuration),
    ...inside.map(({ name, modules: inner, specialArgs }) =>
      inContext(read(rt, to, request, configure(rt, to, request, inner, specialArgs)), name),
    ),
    ...special.map((one) => specialised(rt, to, request, modules, one)),
  ];
  return together(all);
}
