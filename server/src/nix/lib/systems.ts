import data from '../../../data/platforms.json';
import { attrsFrom, mergeAttrs, openRecord } from '../attrs';
import { expectAttrs, expectString } from '../expect';
import { force } from '../thunk';
import { type Attrs, attrsOf, isString, isUnknown, type Lazy, list, str, unknown, type Value } from '../value';
import { functions, lookup, type Members, member } from './kit';

type Json = string | number | boolean | null | Json[] | { readonly [name: string]: Json };

/** Data of a JSON file as a value. */
function fromData(json: Json): Value {
  if (json === null || typeof json === 'boolean') return json;
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (typeof json === 'string') return str(json);
  if (Array.isArray(json)) return list(json.map(fromData));
  return attrsFrom(Object.entries(json).map(([name, value]) => [name, fromData(value)]));
}

const SYSTEMS: Readonly<Record<string, Readonly<Record<string, Json>>>> = data.systems;

export const DEFAULT_SYSTEM = 'x86_64-linux';

/** What is known of a system: all of the common ones, the name alone of others. */
function factsOf(system: string): Attrs {
  const own = SYSTEMS[system];
  if (own === undefined) {
    return openRecord(`lib.systems.elaborate "${system}"`, { system: str(system) });
  }
  const merged = Object.entries({ ...SYSTEMS[DEFAULT_SYSTEM], ...own }).filter(([, value]) => value !== null);
  return attrsFrom(merged.map(([name, value]) => [name, fromData(value)]));
}

const systemOf = (platform: Lazy): string => expectString(member(expectAttrs(platform), 'system'));

/** `lib.systems.elaborate` of a system's name: a platform, as `stdenv.hostPlatform` is one. */
export function elaborate(system: string): Attrs {
  const behaviour = functions({
    equals: (_rt, other) => systemOf(other) === system,
    canExecute: (_rt, other) => systemOf(other) === system,
    emulatorAvailable: (_rt, _pkgs) => unknown(`emulator of ${system}`),
    emulator: (_rt, _pkgs) => unknown(`emulator of ${system}`),
  });
  return mergeAttrs(factsOf(system), attrsOf(behaviour));
}

const namesOf = (names: string) => list(names.split(' ').flatMap((name) => (name === '' ? [] : [str(name)])));

/** `lib.platforms`: names of systems by kind. */
export const platforms = attrsFrom(
  Object.entries(data.platforms).map(([name, systems]): [string, Lazy] => [name, namesOf(systems)]),
);

/** nixpkgs lib/systems, for the common systems. */
export const systems: Members = {
  doubles: platforms,
  flakeExposed: fromData(data.flakeExposed),
  ...functions({
    elaborate: (_rt, system) => {
      const known = force(system);
      if (isUnknown(known)) return known;
      if (isString(known)) return elaborate(expectString(known));
      const given = expectAttrs(known);
      const name = lookup(given, 'system') ?? lookup(given, 'config');
      return name === undefined ? given : mergeAttrs(elaborate(expectString(name)), given);
    },
    equals: (_rt, left, right) => systemOf(left) === systemOf(right),
    systemToAttrs: (_rt, system) => {
      const known = force(system);
      return isString(known) ? attrsOf({ system: known }) : known;
    },
  }),
};
