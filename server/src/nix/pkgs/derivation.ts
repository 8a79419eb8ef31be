import { mergeAttrs, removeAttrs } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs } from '../expect';
import { call, interpolated } from '../lib/kit';
import { nameAndVersion } from '../lib/nix-text';
import { isFunctionLike } from '../lib/trivial';
import { native } from '../native';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { delay, force, type Thunk } from '../thunk';
import {
  type Attrs,
  attrsOf,
  type Func,
  isAttrs,
  isList,
  isString,
  isUnknown,
  type Lazy,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { fixedOutput } from './fixed-output';
import { overriding, withPassthru } from './overriding';
import { makePackage } from './package';

/** `pname-version`, `pname`, or `name`; undefined where the arguments say none of them. */
function nameOf(rt: Runtime, args: Attrs): Lazy | undefined {
  const [name, pname, version] = ['name', 'pname', 'version'].map((key) => args.entries.get(key)?.value);
  if (name !== undefined) return name;
  if (pname === undefined) return undefined;
  if (version === undefined) return pname;
  return delay(rt, () => concatStrings(rt, [interpolated(rt, pname), str('-'), interpolated(rt, version)]));
}

function pnameOf(rt: Runtime, args: Attrs, name: Lazy): Lazy {
  const given = args.entries.get('pname');
  if (given !== undefined) return given.value;
  return delay(rt, () => {
    const value = force(name);
    return isString(value) && value.holes === undefined ? str(nameAndVersion(value.text).name) : value;
  });
}

/** The outputs that the arguments ask for, where that is known. */
function outputsOf(args: Attrs): readonly string[] {
  const given = args.entries.get('outputs');
  const value = given === undefined ? null : force(given.value);
  if (value === null || !isList(value)) return ['out'];
  const names = value.items.flatMap((item) => {
    const name = force(item);
    return isString(name) ? [name.text] : [];
  });
  return names.length === 0 ? ['out'] : names;
}

/** The path of a derivation whose output is fixed by a hash. */
function fixedPath(args: Attrs, name: Lazy): () => NixString | undefined {
  return () => {
    const mode = args.entries.get('outputHashMode');
    const recursive = mode !== undefined && ['recursive', 'nar'].includes(textOr(mode.value, ''));
    return fixedOutput({ name, args, mode: recursive ? 'recursive' : 'flat' });
  };
}

const textOr = (lazy: Lazy, fallback: string): string => {
  const value = force(lazy);
  return isString(value) && value.holes === undefined ? value.text : fallback;
};

/** A package from a builder's arguments, which may be a function of the final ones; undefined where they name none. */
export function derivationFrom(rt: Runtime, why: string, argument: Value): Attrs | undefined {
  if (!isFunctionLike(rt, argument)) return isAttrs(argument) ? fromArguments(rt, why, argument) : undefined;
  const final: Thunk = delay(rt, () => {
    const args = call(rt, argument, final);
    const made = isAttrs(args) ? fromArguments(rt, why, args) : undefined;
    return made === undefined ? null : mergeAttrs(made, attrsOf({ finalPackage: final }));
  });
  const made = force(final);
  return isAttrs(made) ? made : undefined;
}

function fromArguments(rt: Runtime, why: string, args: Attrs): Attrs | undefined {
  const name = nameOf(rt, args);
  if (name === undefined) return undefined;
  const pname = pnameOf(rt, args, name);
  const rebuilt = (run: Runtime, change: Lazy): Value => {
    const old = mergeAttrs(args, attrsOf({ finalPackage: null }));
    const fresh = overriding(run, change, old);
    if (isUnknown(fresh)) return made;
    const renamed = expectAttrs(fresh);
    const base = renamed.entries.has('pname') || renamed.entries.has('version') ? withoutComputedName(args) : args;
    return fromArguments(run, why, mergeAttrs(base, renamed)) ?? made;
  };
  const made = makePackage(rt, {
    why: `${why} { … }`,
    name,
    pname,
    program: pname,
    fields: withPassthru(args),
    outputs: outputsOf(args),
    knownPath: fixedPath(args, name),
    rebuild: rebuilt,
    other: (attribute) => unknown(`(${why} { … }).${attribute}`),
  });
  return made;
}

/** A name that was given beside `pname` stays; there is nothing to drop where it was computed. */
function withoutComputedName(args: Attrs): Attrs {
  return args.entries.has('pname') ? removeAttrs(args, new Set(['name'])) : args;
}

/** `stdenv.mkDerivation`: refuses arguments that name nothing, as it does. */
export function mkDerivation(why: string): Func {
  return native('mkDerivation', 1, (rt, argument) => {
    const value = force(argument);
    if (isUnknown(value)) return value;
    const made = derivationFrom(rt, why, value);
    if (made === undefined) throw new NixError('missing', "attribute 'name' missing");
    return made;
  });
}
