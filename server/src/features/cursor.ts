import { contains, type Origin } from '../base/span';
import type { Analysis, Slot } from '../units/analysis';
import type { Unit } from '../units/model';

function covers(origin: Origin, uri: string, offset: number): boolean {
  return origin.uri === uri && contains(origin, offset);
}

/** The name of a unit's set that an offset is in. */
export function slotOfKey(analysis: Analysis, uri: string, offset: number): Slot | undefined {
  const named = (slot: Slot): boolean => covers(slot.keyOrigin, uri, offset);
  return analysis.slots.find(named) ?? analysis.possible?.()?.slots.find(named);
}

/** The unit that is named at an offset. */
export function declaredAt(
  { units }: Analysis,
  uri: string,
  offset: number,
): { unit: Unit; origin: Origin } | undefined {
  return units
    .flatMap((unit) => unit.declarations.map((origin) => ({ unit, origin })))
    .find(({ origin }) => covers(origin, uri, offset));
}

interface ValuedSlot {
  readonly slot: Slot;
  readonly value: Origin;
}

function innermost(slots: readonly Slot[], uri: string, offset: number): ValuedSlot | undefined {
  return slots
    .flatMap((slot) => slot.values.filter((value) => covers(value, uri, offset)).map((value) => ({ slot, value })))
    .reduce<ValuedSlot | undefined>(
      (best, found) => (best === undefined || length(found.value) < length(best.value) ? found : best),
      undefined,
    );
}

/** The innermost value of a unit's set that an offset is in; where that is no directive's, also as it is where a module's options are set. */
export function slotOfValue(analysis: Analysis, uri: string, offset: number): ValuedSlot | undefined {
  const found = innermost(analysis.slots, uri, offset);
  if (found?.slot.role.set === 'directives') return found;
  const further = innermost(analysis.possible?.()?.slots ?? [], uri, offset);
  return found === undefined || (further !== undefined && length(further.value) < length(found.value))
    ? further
    : found;
}

function length({ start, end }: Origin): number {
  return end - start;
}
