import { nameProblem } from '../../store/store-path';
import { mergeAttrs } from '../attrs';
import { expectAttrs } from '../expect';
import { interpolated } from '../lib/kit';
import { isFunctionLike } from '../lib/trivial';
import { native } from '../native';
import { selectText } from '../quote';
import type { Runtime } from '../runtime';
import { storeString, unknownStorePath } from '../store-copy';
import { concatStrings } from '../text';
import { delay, force } from '../thunk';
import {
  type Attrs,
  attrsOf,
  isAttrs,
  isString,
  isUnknown,
  type Lazy,
  type NixString,
  str,
  unknown,
  type Value,
} from '../value';
import { derivationFrom } from './derivation';
import { overriding, withPassthru } from './overriding';
import { makePackage } from './package';

/** Attributes of a package that are no packages themselves, and that nobody knows without nixpkgs. */
const UNKNOWN_ATTRIBUTES = new Set([
  'version',
  'src',
  'srcs',
  'patches',
  'rev',
  'url',
  'urls',
  'hash',
  'tests',
  'services',
  'updateScript',
  'passthru',
  'modules',
  'buildInputs',
  'nativeBuildInputs',
  'propagatedBuildInputs',
  'configureFlags',
  'cmakeFlags',
  'mesonFlags',
  'buildPhase',
  'env',
  'installPhase',
  'postInstall',
  'preInstall',
  'postPatch',
  'postFixup',
  'preFixup',
  'outputHash',
  'pythonVersion',
  'sitePackages',
  'libPrefix',
  'kernelOlder',
  'kernelAtLeast',
  'modDirVersion',
  'features',
  'enableFeature',
  'extensions',
  'providedSessions',
  'psqlSchema',
  'majorVersion',
  'isLTS',
  'isZen',
  'isHardened',
  'configfile',
]);

/** Functions of package sets that give an environment of the package they belong to. */
const ENVIRONMENTS = new Set([
  'withPackages',
  'buildEnv',
  'withPlugins',
  'withExtensions',
  'withModules',
  'withComponents',
  'with',
]);

/** A name that a store path may have. */
function isStoreName(text: string): boolean {
  return nameProblem(text) === undefined;
}

interface StubOptions {
  readonly why: string;
  readonly name: string;
  /** That it may as well be a text or number, so that its path counts as unknown. */
  readonly guessed?: boolean;
  readonly program?: string;
  readonly version?: Lazy;
  readonly fields?: Attrs;
}

/** A package of which no more than its attribute path is known. Anything below it is such a package as well. */
export function stub(rt: Runtime, options: StubOptions): Attrs {
  const { why, name, program = name, version, fields = attrsOf({}), guessed = false } = options;
  const full =
    version === undefined
      ? str(name)
      : delay(rt, () => concatStrings(rt, [str(`${name}-`), interpolated(rt, version)]));
  return makePackage(rt, {
    why,
    name: full,
    pname: str(name),
    program: str(program),
    fields,
    outputs: ['out'],
    ...(guessed && { knownPath: () => guessedPath(why, name) }),
    rebuild: (run, change) =>
      changed(run, { why, name, program, ...(version !== undefined && { version }), fields }, change),
    other: (attribute) => below(rt, why, name, attribute),
    call: (run, argument) => called(run, why, argument),
  });
}

/** The path of what may be no package: it prints as one, and all of it is a hole. */
function guessedPath(why: string, name: string): NixString {
  const path = unknownStorePath(name);
  return { ...storeString({ path, encoded: path }), holes: [{ start: 0, end: path.length, unknown: unknown(why) }] };
}

/** Sets of packages, whose members may have any name. */
const PACKAGE_SETS = /(Packages|Plugins|Extensions|Fonts|[Kk]ernels?|^xorg|^gnome|^kde|^plasma|^qt\d|^nur)/;

/**
 * Whether an attribute of a package is hardly a package: names of packages have no capital inside, unlike those of what passthru
 * holds, as `pkgs.gdm.initialVT`.
 */
function isPassedThrough(why: string, attribute: string): boolean {
  const [, ...path] = why.split('.');
  const isPackage = path.length > 0 && path.every((name, i) => PACKAGE_SETS.test(name) === i < path.length - 1);
  return isPackage && /^[a-z]+[A-Z]/.test(attribute);
}

function below(rt: Runtime, why: string, name: string, attribute: string): Lazy {
  const path = selectText(why, attribute);
  if (attribute === 'interpreter') return delay(rt, () => concatStrings(rt, [programPath(rt, why, name)]));
  if (attribute === 'shellPath') return str(`/bin/${name}`);
  if (UNKNOWN_ATTRIBUTES.has(attribute)) return unknown(path);
  if (EXTENSIONS.has(attribute)) return native(attribute, 1, () => stub(rt, { why, name }));
  return isEnvironment(attribute)
    ? environment(rt, path, ownerOf(why, name))
    : stub(rt, { why: path, name: attribute, guessed: isPassedThrough(why, attribute) });
}

/** Functions of a package set that give the set again. */
const EXTENSIONS = new Set(['extend', 'overrideScope', "overrideScope'", 'overridePythonAttrs']);

const isEnvironment = (attribute: string) =>
  ENVIRONMENTS.has(attribute) || /With(Packages|Plugins|Extensions)$/.test(attribute);

/** The package that a set `pkgs` or `packages` belongs to. */
const ownerOf = (why: string, name: string) =>
  name === 'pkgs' || name === 'packages' ? (why.split('.').at(-2) ?? name) : name;

const programPath = (rt: Runtime, why: string, name: string): NixString =>
  concatStrings(rt, [interpolated(rt, stub(rt, { why, name })), str(`/bin/${name}`)]);

/** A function that gives an environment of a package with others, whatever it is called with. */
function environment(rt: Runtime, why: string, name: string): Lazy {
  return native(why, 1, () => stub(rt, { why, name: `${name}-env`, program: name }));
}

/** The stub with the name, version and attributes that `overrideAttrs` gives. */
function changed(rt: Runtime, options: StubOptions, change: Lazy): Value {
  const old = stub(rt, options);
  const fresh = delay(rt, () => overriding(rt, change, old));
  const known = force(fresh);
  if (isUnknown(known)) return old;
  const given = expectAttrs(known);
  const name = given.entries.get('pname') ?? given.entries.get('name');
  const version = given.entries.get('version')?.value ?? (given.entries.has('name') ? undefined : options.version);
  const text = name === undefined ? options.name : knownOr(name.value, options.name);
  return stub(rt, {
    why: options.why,
    name: text,
    program: name === undefined ? (options.program ?? options.name) : text,
    ...(version !== undefined && { version }),
    fields: mergeAttrs(options.fields ?? attrsOf({}), withPassthru(given)),
  });
}

const knownOr = (lazy: Lazy, fallback: string): string => {
  const value = force(lazy);
  return isString(value) && value.holes === undefined ? value.text : fallback;
};

/** What calling an unknown function of pkgs gives: a package where the argument names one. */
function called(rt: Runtime, why: string, argument: Lazy): Value {
  const value = force(argument);
  if (isString(value) && value.holes === undefined && isStoreName(value.text)) return namedBuild(rt, why, value.text);
  if (isAttrs(value) || isFunctionLike(rt, value)) {
    const made = derivationFrom(rt, why, value);
    if (made !== undefined) return made;
  }
  return unknown(`${why} …`);
}

/** A builder that was given a name and may be called with more. */
function namedBuild(rt: Runtime, why: string, name: string): Attrs {
  return makePackage(rt, {
    why: `${why} "${name}"`,
    name: str(name),
    pname: str(name),
    program: str(name),
    fields: attrsOf({}),
    outputs: ['out'],
    rebuild: () => namedBuild(rt, why, name),
    other: (attribute) => unknown(`(${why} "${name}").${attribute}`),
    call: () => namedBuild(rt, why, name),
  });
}
