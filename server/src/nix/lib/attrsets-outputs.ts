import { expectBool, expectList, expectString } from '../expect';
import type { Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attrs, attrs, isAttrs, isUnknown, type Lazy, list, str, type Value } from '../value';
import { attr, coerceText, equals, functions, lookup, texts } from './kit';
import { sanitizeDerivationName } from './nix-text';

function outputChosen(rt: Runtime, pkg: Attrs): boolean {
  const chosen = pkg.entries.get('outputSpecified');
  return chosen !== undefined && expectBool(rt, chosen.value);
}

/** `lib.getOutput`: the named output of a package, else `out`, else the package itself. Open sets answer for what they hold. */
export function getOutput(rt: Runtime, output: string, pkg: Lazy): Value {
  const value = force(pkg);
  if (!isAttrs(value) || outputChosen(rt, value)) return value;
  const found = value.entries.get(output) ?? value.entries.get('out');
  return found === undefined ? value : force(found.value);
}

function firstOutput(rt: Runtime, candidates: readonly string[], pkg: Lazy): Value {
  const value = force(pkg);
  if (!isAttrs(value) || outputChosen(rt, value)) return value;
  const found = candidates.find((name) => value.entries.has(name));
  return found === undefined ? value : force(lookup(value, found) ?? value);
}

/** nixpkgs lib/attrsets.nix: derivations and their outputs. */
export const attrOutputs = functions({
  isDerivation: (rt, value) => {
    const forced = force(value);
    if (isUnknown(forced)) return forced;
    if (!isAttrs(forced)) return false;
    const type = lookup(forced, 'type');
    return type !== undefined && equals(rt, type, str('derivation'));
  },
  toDerivation: (rt, path) => {
    const where = coerceText(rt, path);
    const base = where.text.slice(where.text.lastIndexOf('/') + 1);
    const self: Attrs = attrs(
      new Map([
        ['type', attr(str('derivation'))],
        ['name', attr(str(sanitizeDerivationName(base.slice(33))))],
        ['outPath', attr(where)],
        ['outputs', attr(list([str('out')]))],
        ['out', attr(delay(rt, () => self))],
        ['outputName', attr(str('out'))],
      ]),
    );
    return self;
  },
  getOutput: (rt, output, pkg) => getOutput(rt, expectString(output), pkg),
  getFirstOutput: (rt, candidates, pkg) => firstOutput(rt, texts(candidates), pkg),
  getBin: (rt, pkg) => getOutput(rt, 'bin', pkg),
  getLib: (rt, pkg) => getOutput(rt, 'lib', pkg),
  getStatic: (rt, pkg) => firstOutput(rt, ['static', 'lib', 'out'], pkg),
  getDev: (rt, pkg) => getOutput(rt, 'dev', pkg),
  getInclude: (rt, pkg) => firstOutput(rt, ['include', 'dev', 'out'], pkg),
  getMan: (rt, pkg) => getOutput(rt, 'man', pkg),
  chooseDevOutputs: (rt, pkgs) => {
    const known = expectList(pkgs);
    return list(
      known.items.map((pkg) => delay(rt, () => getOutput(rt, 'dev', pkg))),
      known.open,
    );
  },
});
