import { notUnknown, operandText } from '../conditions';
import { NixError } from '../errors';
import { expectInt, expectString } from '../expect';
import { checkItems, type Runtime } from '../runtime';
import { force } from '../thunk';
import { isUnknown, type Lazy, str, type Unknown, unknown, type Value } from '../value';
import { call, functions, type Members, texts } from './kit';

/** nixpkgs lib/versions.nix and the comparisons of lib/strings.nix; `split` and `compare` are the builtins. */
export function versionFunctions(
  split: Lazy,
  compare: Lazy,
): { readonly versions: Members; readonly strings: Members } {
  const partsOf = (rt: Runtime, version: Lazy) => texts(call(rt, split, version));
  const part = (rt: Runtime, version: Lazy, index: number): Value => {
    const found = partsOf(rt, version)[index];
    if (found !== undefined) return str(found);
    throw new NixError('eval', `list index ${index} is out of bounds`);
  };
  const atLeast = (rt: Runtime, left: Lazy, right: Lazy): boolean | Unknown => {
    const order = call(rt, compare, right, left);
    if (!isUnknown(order)) return order !== 1n;
    return unknown(`lib.versionAtLeast ${operandText(force(left))} ${operandText(force(right))}`);
  };
  return {
    versions: functions({
      major: (rt, version) => part(rt, version, 0),
      minor: (rt, version) => part(rt, version, 1),
      patch: (rt, version) => part(rt, version, 2),
      majorMinor: (rt, version) => str(partsOf(rt, version).slice(0, 2).join('.')),
      pad: (rt, n, version) => {
        const length = Number(expectInt(n));
        checkItems(rt, length);
        const known = expectString(version);
        const dash = known.indexOf('-');
        const numeric = dash < 0 ? known : known.slice(0, dash);
        const zeros = new Array<string>(Math.max(length, 0)).fill('0');
        const padded = [...partsOf(rt, str(numeric)), ...zeros].slice(0, length);
        return str(padded.join('.') + known.slice(numeric.length));
      },
    }),
    strings: functions({
      versionAtLeast: (rt, left, right) => atLeast(rt, left, right),
      versionOlder: (rt, left, right) => {
        const newer = atLeast(rt, left, right);
        return isUnknown(newer) ? notUnknown(newer) : !newer;
      },
    }),
  };
}
