import { compareBytes as compareRaw, textBytes } from '../store/bytes';
import type { Attrs } from './value';

const BEYOND_BMP_OR_RAW = /[\ud800-\udfff]/;

/** Orders two strings as Nix does: by their bytes. Negative, zero or positive. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (!BEYOND_BMP_OR_RAW.test(a) && !BEYOND_BMP_OR_RAW.test(b)) return a < b ? -1 : 1;
  return compareRaw(textBytes(a), textBytes(b));
}

/** Names in Nix's order. */
export function sortNames(names: Iterable<string>): string[] {
  const sorted = [...names];
  return sorted.some((name) => BEYOND_BMP_OR_RAW.test(name)) ? sorted.sort(compareBytes) : sorted.sort();
}

/** The names that a set holds, in Nix's order. */
export function attrNames(attrs: Attrs): string[] {
  return sortNames(attrs.entries.keys());
}
