import { type Pin, sourceKey } from './pin';

/**
 * The pin that a pin has become in a later text: the one that fetches the same source with the same hash, by its place among such ones.
 * Undefined when its attributes changed meanwhile, so that a result found for it must be dropped.
 */
export function samePin(pin: Pin, before: readonly Pin[], now: readonly Pin[]): Pin | undefined {
  const alike = (other: Pin): boolean => sourceKey(other) === sourceKey(pin) && other.hash.text === pin.hash.text;
  const place = before.filter(alike).indexOf(pin);
  return now.filter(alike)[place];
}
