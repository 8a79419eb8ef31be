import { type Pin, sourceKey } from './pin';

/** Whether two pins fetch the same and claim the same hash. */
export function alike(left: Pin, right: Pin): boolean {
  return sourceKey(left) === sourceKey(right) && left.hash.text === right.hash.text;
}

/**
 * The pin that a pin has become in a later text: the one that fetches the same source with the same hash, by its place among such ones.
 * Undefined when its attributes changed meanwhile, so that a result found for it must be dropped.
 */
export function samePin(pin: Pin, before: readonly Pin[], now: readonly Pin[]): Pin | undefined {
  const place = before.filter((other) => alike(other, pin)).indexOf(pin);
  return now.filter((other) => alike(other, pin))[place];
}
