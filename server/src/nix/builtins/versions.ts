import { expectPlainString } from '../expect';
import { compareBytes } from '../order';
import { attrsOf, type Func, list, str } from '../value';
import { primop } from './kit';

/** The components of a version: runs of digits, and runs of anything but digits, dots and dashes. */
function versionParts(version: string): readonly string[] {
  return version.match(/\d+|[^\d.-]+/g) ?? [];
}

const MAX_NUMBER = 2 ** 31 - 1;

/** Whether a component counts as a number: one that fits in 32 bits. */
const isNumber = (part: string): boolean => /^\d+$/.test(part) && Number(part) <= MAX_NUMBER;

/** Whether one component comes before another: `pre` before all, then words, then numbers. */
function partBefore(a: string, b: string): boolean {
  if (isNumber(a) && isNumber(b)) return Number(a) < Number(b);
  if (a === '' && isNumber(b)) return true;
  if (a === 'pre' && b !== 'pre') return true;
  if (b === 'pre' || isNumber(a)) return false;
  if (isNumber(b)) return true;
  return compareBytes(a, b) < 0;
}

/** -1, 0 or 1, in Nix's order of versions. */
export function compareVersions(a: string, b: string): number {
  const left = versionParts(a);
  const right = versionParts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const one = left[i] ?? '';
    const other = right[i] ?? '';
    if (partBefore(one, other)) return -1;
    if (partBefore(other, one)) return 1;
  }
  return 0;
}

/** `name-1.2` as name and version: the version begins after the first dash that no letter follows. */
function parseDrvName(text: string): { readonly name: string; readonly version: string } {
  const at = text.search(/-(?![A-Za-z])./s);
  return at < 0 ? { name: text, version: '' } : { name: text.slice(0, at), version: text.slice(at + 1) };
}

export const versionBuiltins: readonly Func[] = [
  primop('compareVersions', 2, (_rt, a, b) => BigInt(compareVersions(expectPlainString(a), expectPlainString(b)))),
  primop('parseDrvName', 1, (_rt, argument) => {
    const { name, version } = parseDrvName(expectPlainString(argument));
    return attrsOf({ name: str(name), version: str(version) });
  }),
  primop('splitVersion', 1, (_rt, argument) =>
    list(versionParts(expectPlainString(argument)).map((part) => str(part))),
  ),
];
