import { isDerivation, mapAttrs, mergeAttrs, selectUnknown, trySelect } from '../attrs';
import { expectAttrs, expectList, expectString } from '../expect';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { concatStrings, holeText } from '../text';
import { delay, force } from '../thunk';
import {
  type Attrs,
  attrsOf,
  isAttrs,
  isString,
  isUnknown,
  type Lazy,
  list,
  type NixString,
  str,
  type Value,
} from '../value';
import { matchAttrs } from './attrsets-merge';
import { getOutput } from './attrsets-outputs';
import { follow } from './attrsets-paths';
import {
  call,
  coerceText,
  equals,
  functions,
  interpolated,
  kindName,
  later,
  lookup,
  type Members,
  member,
  thrown,
} from './kit';
import { nameAndVersion } from './nix-text';

function textOf(rt: Runtime, value: Lazy): NixString {
  const known = force(value);
  return isUnknown(known) ? holeText(known) : interpolated(rt, known);
}

/** `lib.getExe'`: a program of a package, by name. */
function programOf(rt: Runtime, pkg: Lazy, program: Lazy): NixString {
  const value = force(pkg);
  const name = force(program);
  if (!isDerivation(value) && !isUnknown(value))
    throw thrown(
      `lib.meta.getExe': The first argument is of type ${kindName(value)}, but it should be a derivation instead.`,
    );
  if (!isString(name) && !isUnknown(name))
    throw thrown(
      `lib.meta.getExe': The second argument is of type ${kindName(name)}, but it should be a string instead.`,
    );
  const text = textOf(rt, name);
  if (isString(name) && name.holes === undefined && name.text.includes('/'))
    throw thrown(
      `lib.meta.getExe': The second argument "${name.text}" is a nested path with a "/" character, but it should just be the name of the executable instead.`,
    );
  return concatStrings(rt, [textOf(rt, getOutput(rt, 'bin', value)), str('/bin/'), text]);
}

/** `lib.getExe`: a package's main program: `meta.mainProgram`, else the package's name. */
function mainProgramOf(rt: Runtime, pkg: Lazy): NixString {
  const value = force(pkg);
  if (!isAttrs(value)) {
    const program = isUnknown(value) ? selectUnknown(selectUnknown(value, 'meta'), 'mainProgram') : str('');
    return programOf(rt, value, program);
  }
  const meta = lookup(value, 'meta');
  const known = meta === undefined ? undefined : trySelect(force(meta), 'mainProgram');
  return programOf(rt, value, known ?? delay(rt, () => packageName(rt, value)));
}

/** `lib.getName` of a package. */
export function packageName(rt: Runtime, pkg: Attrs): Value {
  const pname = pkg.entries.get('pname');
  if (pname !== undefined) return force(pname.value);
  return str(nameAndVersion(coerceText(rt, member(pkg, 'name')).text).name);
}

function withMeta(rt: Runtime, fresh: Lazy, pkg: Lazy): Value {
  const known = expectAttrs(pkg);
  const override = known.entries.get('overrideAttrs');
  const merged = (old: Attrs): Lazy =>
    delay(rt, () => mergeAttrs(expectAttrs(lookup(old, 'meta') ?? attrsOf({})), expectAttrs(fresh)));
  return override === undefined
    ? mergeAttrs(known, attrsOf({ meta: merged(known) }))
    : call(
        rt,
        override.value,
        native('old', 1, (_run, old) => attrsOf({ meta: merged(expectAttrs(old)) })),
      );
}

const renamed = (pkg: Attrs, name: Lazy) => mergeAttrs(pkg, attrsOf({ name }));

/** The set with its packages changed, everything else as it is. */
function eachPackage(rt: Runtime, set: Lazy, change: (pkg: Attrs) => Value): Attrs {
  return mapAttrs(expectAttrs(set), (_name, pkg) =>
    delay(rt, () => {
      const value = force(pkg);
      return isDerivation(value) ? change(value) : value;
    }),
  );
}

const withPriority = (rt: Runtime, priority: Lazy, pkg: Lazy) => withMeta(rt, attrsOf({ priority }), pkg);

/** True when a package is made for (or excluded from) a platform: by its name, or by a pattern of its attributes. */
function platformMatches(rt: Runtime, platform: Attrs, pattern: Lazy): boolean {
  const value = force(pattern);
  if (isString(value)) {
    const system = lookup(platform, 'system');
    return system !== undefined && equals(rt, value, system);
  }
  const known = expectAttrs(value);
  return matchAttrs(rt, known.entries.has('parsed') ? known : attrsOf({ parsed: known }), platform);
}

function listed(rt: Runtime, platform: Attrs, pkg: Lazy, name: string): boolean | undefined {
  const found = follow(['meta', name], pkg);
  if (!('found' in found)) return undefined;
  const patterns = force(found.found);
  return isUnknown(patterns)
    ? undefined
    : expectList(patterns).items.some((pattern) => platformMatches(rt, platform, pattern));
}

/** nixpkgs lib/meta.nix. */
export const metaFunctions = functions({
  addMetaAttrs: (rt, fresh, pkg) => withMeta(rt, fresh, pkg),
  dontDistribute: (rt, pkg) => withMeta(rt, attrsOf({ hydraPlatforms: list([]) }), pkg),
  setName: (_rt, name, pkg) => renamed(expectAttrs(pkg), name),
  updateName: (rt, updater, pkg) => {
    const known = expectAttrs(pkg);
    return renamed(known, later(rt, updater, member(known, 'name')));
  },
  appendToName: (rt, suffix, pkg) => {
    const known = expectAttrs(pkg);
    const { name, version } = nameAndVersion(coerceText(rt, member(known, 'name')).text);
    return renamed(known, str(`${name}-${expectString(suffix)}-${version}`));
  },
  mapDerivationAttrset: (rt, f, set) => eachPackage(rt, set, (pkg) => call(rt, f, pkg)),
  setPrio: (rt, priority, pkg) => withPriority(rt, priority, pkg),
  lowPrio: (rt, pkg) => withPriority(rt, 10n, pkg),
  hiPrio: (rt, pkg) => withPriority(rt, -10n, pkg),
  lowPrioSet: (rt, set) => eachPackage(rt, set, (pkg) => withPriority(rt, 10n, pkg)),
  hiPrioSet: (rt, set) => eachPackage(rt, set, (pkg) => withPriority(rt, -10n, pkg)),
  platformMatch: (rt, platform, pattern) => platformMatches(rt, expectAttrs(platform), pattern),
  availableOn: (rt, platform, pkg) => {
    const on = expectAttrs(platform);
    return listed(rt, on, pkg, 'platforms') !== false && listed(rt, on, pkg, 'badPlatforms') !== true;
  },
  getExe: (rt, pkg) => mainProgramOf(rt, pkg),
  "getExe'": (rt, pkg, program) => programOf(rt, pkg, program),
  cpeFullVersionWithVendor: (_rt, vendor, version) => attrsOf({ vendor, version, update: str('*') }),
});

/** Constants of nixpkgs lib/meta.nix. */
export const metaConstants: Members = { defaultPriority: 5n };
