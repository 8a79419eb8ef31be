import { NixError } from '../errors';
import { expectBool, expectText } from '../expect';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { force } from '../thunk';
import { isString, isUnknown, type Lazy, type NixString, str } from '../value';
import { functions, interpolated } from './kit';
import { upper } from './nix-text';

const CMAKE_TYPES = ['BOOL', 'FILEPATH', 'PATH', 'STRING', 'INTERNAL', 'LIST'];

function check(holds: boolean, condition: string): void {
  if (!holds) throw new NixError('assert', `assertion '${condition}' failed`);
}

function text(value: Lazy, name: string): NixString {
  const known = force(value);
  check(isString(known) || isUnknown(known), `(isString ${name})`);
  return expectText(known);
}

function flag(rt: Runtime, value: Lazy, name: string): boolean {
  const known = force(value);
  check(typeof known === 'boolean' || isUnknown(known), `(isBool ${name})`);
  return expectBool(rt, known);
}

function cmake(rt: Runtime, type: string, feature: NixString, value: NixString): NixString {
  const kind = upper(type);
  check(CMAKE_TYPES.includes(kind), '(elem (toUpper type) types)');
  return concatStrings(rt, [str('-D'), feature, str(`:${kind}=`), value]);
}

const meson = (rt: Runtime, feature: NixString, value: NixString) =>
  concatStrings(rt, [str('-D'), feature, str('='), value]);

const dashed = (rt: Runtime, on: boolean, yes: string, no: string, feature: NixString) =>
  concatStrings(rt, [str(`--${on ? yes : no}-`), feature]);

const withValue = (rt: Runtime, on: boolean, name: NixString, value: Lazy) =>
  on ? concatStrings(rt, [name, str('='), interpolated(rt, value)]) : name;

/** nixpkgs lib/strings.nix: flags of cmake, meson and configure scripts. */
export const stringFlags = functions({
  cmakeOptionType: (rt, type, feature, value) =>
    cmake(rt, expectText(type).text, text(feature, 'feature'), text(value, 'value')),
  cmakeBool: (rt, feature, on) =>
    cmake(rt, 'BOOL', text(feature, 'condition'), str(flag(rt, on, 'flag') ? 'TRUE' : 'FALSE')),
  cmakeFeature: (rt, feature, value) => cmake(rt, 'STRING', text(feature, 'feature'), text(value, 'value')),
  mesonOption: (rt, feature, value) => meson(rt, text(feature, 'feature'), text(value, 'value')),
  mesonBool: (rt, feature, on) => meson(rt, text(feature, 'condition'), str(flag(rt, on, 'flag') ? 'true' : 'false')),
  mesonEnable: (rt, feature, on) =>
    meson(rt, text(feature, 'feature'), str(flag(rt, on, 'flag') ? 'enabled' : 'disabled')),
  enableFeature: (rt, on, feature) => dashed(rt, flag(rt, on, 'flag'), 'enable', 'disable', text(feature, 'feature')),
  enableFeatureAs: (rt, on, feature, value) => {
    const enabled = flag(rt, on, 'flag');
    return withValue(rt, enabled, dashed(rt, enabled, 'enable', 'disable', text(feature, 'feature')), value);
  },
  withFeature: (rt, on, feature) => dashed(rt, expectBool(rt, on), 'with', 'without', text(feature, 'feature')),
  withFeatureAs: (rt, on, feature, value) => {
    const enabled = expectBool(rt, on);
    return withValue(rt, enabled, dashed(rt, enabled, 'with', 'without', text(feature, 'feature')), value);
  },
});
