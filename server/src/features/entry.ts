import { type Origin, sameOrigin } from '../base/span';
import type { Analysis, Slot } from '../units/analysis';
import type { Entry, Unit } from '../units/model';

/** All entries of a unit, without the blank lines. */
export function entriesOf(unit: Unit): readonly Entry[] {
  return unit.sections.flatMap(({ lines }) => lines.filter((line) => line !== undefined));
}

/** The value that an expression gave to a slot's directive; undefined when it is not wholly known. */
export function valueAt({ units }: Analysis, slot: Slot, value: Origin): string | undefined {
  const entry = units
    .filter(({ name, scope }) => name === slot.unit && scope === slot.scope)
    .flatMap(entriesOf)
    .find(({ key, values }) => key === slot.key && values.some((origin) => sameOrigin(origin, value)));
  return entry?.holes.length === 0 ? entry.value : undefined;
}
