import { notUnknown } from '../conditions';
import { NixError } from '../errors';
import { expectInt, expectString } from '../expect';
import type { Runtime } from '../runtime';
import { isUnknown, type Lazy, str, unknown, type Value } from '../value';
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
  const isNewer = (rt: Runtime, left: Lazy, right: Lazy): Value => {
    const order = call(rt, compare, left, right);
    return isUnknown(order) ? unknown(`lib.versionOlder of ${order.why}`) : order === 1n;
  };
  return {
    versions: functions({
      major: (rt, version) => part(rt, version, 0),
      minor: (rt, version) => part(rt, version, 1),
      patch: (rt, version) => part(rt, version, 2),
      majorMinor: (rt, version) => str(partsOf(rt, version).slice(0, 2).join('.')),
      pad: (rt, n, version) => {
        const length = Number(expectInt(n));
        const known = expectString(version);
        const dash = known.indexOf('-');
        const numeric = dash < 0 ? known : known.slice(0, dash);
        const zeros = new Array<string>(Math.max(length, 0)).fill('0');
        const padded = [...partsOf(rt, str(numeric)), ...zeros].slice(0, length);
        return str(padded.join('.') + known.slice(numeric.length));
      },
    }),
    strings: functions({
      versionOlder: (rt, left, right) => isNewer(rt, right, left),
      versionAtLeast: (rt, left, right) => {
        const older = isNewer(rt, right, left);
        return isUnknown(older) ? notUnknown(older) : older !== true;
      },
    }),
  };
}
