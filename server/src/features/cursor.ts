import { contains, type Origin } from '../base/span';
import type { Analysis, Slot } from '../units/analysis';
import type { Unit } from '../units/model';

function covers(origin: Origin, uri: string, offset: number): boolean {
  return origin.uri === uri && contains(origin, offset);
}

/** The name of a unit's set that an offset is in. */
export function slotOfKey(analysis: Analysis, uri: string, offset: number): Slot | undefined {
  return analysis.slots.find((slot) => covers(slot.keyOrigin, uri, offset));
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

/** The innermost value of a unit's set that an offset is in. */
export function slotOfValue(
  analysis: Analysis,
  uri: string,
  offset: number,
): { slot: Slot; value: Origin } | undefined {
  return analysis.slots
    .flatMap((slot) => slot.values.filter((value) => covers(value, uri, offset)).map((value) => ({ slot, value })))
    .reduce<{ slot: Slot; value: Origin } | undefined>(
      (best, found) => (best === undefined || length(found.value) < length(best.value) ? found : best),
      undefined,
    );
}

function length({ start, end }: Origin): number {
  return end - start;
}
