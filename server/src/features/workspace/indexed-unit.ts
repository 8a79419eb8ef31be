import type { Range } from '../../base/span';
import type { Analysis, Slot } from '../../units/analysis';
import type { Scope, Unit, World } from '../../units/model';
import { moduleUnit } from '../../units/nixos/module-units';
import { entriesOf } from '../entry';
import type { Occurrence } from './occurrence';
import { unitName } from './unit-name';

/** A unit as one file of the workspace defines it. */
export interface IndexedUnit {
  readonly name: string;
  readonly scope: Scope;
  readonly world: World;
  /** The machines and other configurations inside of the file that have it. */
  readonly contexts: readonly string[];
  readonly description: string | undefined;
  /** It runs or listens to something, so it is no mere change of a unit that others bring. */
  readonly whole: boolean;
  /** The unit that a timer, socket or path says it starts; undefined where it goes by its own name. */
  readonly starts: string | undefined;
  /** Where its name is written; the file's beginning where that is another file. */
  readonly range: Range;
}

const START: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The directives and options that make a unit of a type one of its own. */
const ESSENCE: Readonly<Record<string, RegExp>> = {
  service: /^(ExecStart|ExecStop|script)$/,
  socket: /^[Ll]isten/,
  timer: /^On/,
  path: /^(Path|Directory)/,
};

function keyOf({ name, scope }: Pick<IndexedUnit, 'name'> & { readonly scope: Scope | undefined }): string {
  return `${scope} ${name}`;
}

/** The units of a file, each once: those that it evaluates to, and those that are only written. */
export function indexedUnits(
  units: readonly Unit[],
  { slots, problems }: Pick<Analysis, 'slots' | 'problems'>,
  occurrences: readonly Occurrence[],
): readonly IndexedUnit[] {
  const found = new Map<string, IndexedUnit>();
  for (const unit of units) {
    const known = found.get(keyOf(unit));
    const own = indexed(unit, occurrences);
    const contexts = [...(known?.contexts ?? []), ...own.contexts];
    found.set(keyOf(unit), { ...own, contexts, whole: own.whole || known?.whole === true });
  }
  const isStopped = problems.some(({ code }) => code === 'budget');
  for (const { name, role, scope, range } of occurrences) {
    if (role === 'reference' || scope === undefined || found.has(keyOf({ name, scope }))) continue;
    const whole = role === 'alias' || isStopped || hasEssence(slots, name, scope);
    const unknown = { world: 'nixos', contexts: [], description: undefined, starts: undefined } as const;
    found.set(keyOf({ name, scope }), { ...unknown, name, scope, whole, range });
  }
  return [...found.values()];
}

function indexed(unit: Unit, occurrences: readonly Occurrence[]): IndexedUnit {
  const { name, scope, world, context } = unit;
  const place = occurrences.find((one) => one.role === 'declaration' && one.name === name && one.scope === scope);
  return {
    ...{ name, scope, world },
    contexts: context === undefined ? [] : [context],
    description: known(unit, 'Unit', 'Description'),
    whole: isWhole(unit),
    starts: known(unit, 'Timer', 'Unit') ?? known(unit, 'Path', 'Unit') ?? known(unit, 'Socket', 'Service'),
    range: place?.range ?? START,
  };
}

function known(unit: Unit, section: string, key: string): string | undefined {
  const entry = entriesOf(unit).findLast((one) => one.section === section && one.key === key);
  return entry === undefined || entry.holes.length > 0 || entry.value === '' ? undefined : entry.value;
}

function isWhole(unit: Unit): boolean {
  const essence = ESSENCE[unit.type];
  if (essence === undefined || unit.dropIn) return !unit.dropIn;
  const lines = entriesOf(unit).filter(({ key }) => essence.test(key));
  // An empty line takes back what another definition says.
  const takesBack = lines.some(({ value, holes }) => value === '' && holes.length === 0);
  // What is not known of a unit that NixOS has is more likely a change of it.
  const mayBeMore = unit.open === true && moduleUnit(unit.name, unit.scope) === undefined;
  return !takesBack && (mayBeMore || lines.length > 0);
}

/** Whether something that makes a unit one of its own is written for it, under whatever condition. */
function hasEssence(slots: readonly Slot[], name: string, scope: Scope): boolean {
  const essence = ESSENCE[unitName(name)?.type ?? ''];
  return (
    essence === undefined || slots.some((slot) => slot.unit === name && slot.scope === scope && essence.test(slot.key))
  );
}
