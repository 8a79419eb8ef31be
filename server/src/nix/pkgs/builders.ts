import { attrsFrom, mergeAttrs, openSet } from '../attrs';
import { NixError } from '../errors';
import { expectAttrs, expectList, expectString } from '../expect';
import { coerceText, functions, interpolated, member, namedArgs, REQUIRED, thrown } from '../lib/kit';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, isAttrs, isList, isUnknown, type Lazy, list, str, unknown, type Value } from '../value';
import { derivationFrom } from './derivation';

/** A package from a name and attributes. */
function built(rt: Runtime, why: string, name: Lazy, fields: Attrs): Value {
  return derivationFrom(rt, why, mergeAttrs(fields, attrsOf({ name }))) ?? unknown(why);
}

/** `linkFarm`'s entries: a set, or a list of sets with name and path, of which the last of a name wins. */
function linkEntries(lazy: Lazy): Attrs {
  const value = force(lazy);
  if (isUnknown(value)) return openSet(value);
  if (isAttrs(value)) return value;
  if (!isList(value)) throw thrown('linkFarm entries must be either attrs or a list!');
  const pairs = value.items.map((item): [string, Lazy] => {
    const entry = expectAttrs(item);
    return [expectString(member(entry, 'name')), member(entry, 'path')];
  });
  return mergeAttrs(attrsFrom(pairs), value.open === undefined ? attrsFrom([]) : openSet(value.open));
}

function shell(rt: Runtime, why: string, options: Lazy): Value {
  const given = expectAttrs(options);
  return built(rt, why, given.entries.get('name')?.value ?? str('nix-shell'), given);
}

function requireFile(rt: Runtime, options: Lazy): Value {
  const given = expectAttrs(options);
  const name = given.entries.get('name') ?? given.entries.get('url');
  if (name === undefined) throw new NixError('assert', "assertion '((name != null) || (url != null))' failed");
  const mode = given.entries.get('hashMode');
  return built(
    rt,
    'pkgs.requireFile',
    delay(rt, () => str(baseName(coerceText(rt, name.value).text))),
    mergeAttrs(given, attrsOf({ outputHashMode: mode?.value ?? str('flat') })),
  );
}

/** nixpkgs' builders that make a package from a name, attributes and a script. */
export const builders = functions({
  runCommand: (rt, name, env, _script) => built(rt, 'pkgs.runCommand', name, expectAttrs(env)),
  runCommandLocal: (rt, name, env, _script) => built(rt, 'pkgs.runCommandLocal', name, expectAttrs(env)),
  runCommandCC: (rt, name, env, _script) => built(rt, 'pkgs.runCommandCC', name, expectAttrs(env)),
  runCommandNoCC: (rt, name, env, _script) => built(rt, 'pkgs.runCommandNoCC', name, expectAttrs(env)),
  runCommandWith: (rt, options, _script) => {
    const given = namedArgs(options, { name: REQUIRED, stdenv: null, runLocal: false, derivationArgs: attrsFrom([]) });
    return built(rt, 'pkgs.runCommandWith', given.name, expectAttrs(given.derivationArgs));
  },
  symlinkJoin: (rt, options) => {
    const made = derivationFrom(rt, 'pkgs.symlinkJoin', expectAttrs(options));
    if (made !== undefined) return made;
    throw thrown('symlinkJoin requires either a `name` OR `pname` and `version`');
  },
  buildEnv: (rt, options) => {
    const given = expectAttrs(options);
    return derivationFrom(rt, 'pkgs.buildEnv', given) ?? unknown('pkgs.buildEnv …');
  },
  linkFarm: (rt, name, entries) =>
    built(rt, 'pkgs.linkFarm', name, attrsOf({ entries: delay(rt, () => linkEntries(entries)) })),
  linkFarmFromDrvs: (rt, name, _packages) => built(rt, 'pkgs.linkFarmFromDrvs', name, attrsFrom([])),
  onlyBin: (rt, pkg) =>
    built(
      rt,
      'pkgs.onlyBin',
      delay(rt, () => str(`${coerceText(rt, member(expectAttrs(pkg), 'name')).text}-only-bin`)),
      attrsFrom([]),
    ),
  writeCBin: (rt, name, _code) => built(rt, 'pkgs.writeCBin', name, attrsFrom([])),
  concatText: (rt, name, _files) => built(rt, 'pkgs.concatText', name, attrsFrom([])),
  concatScript: (rt, name, _files) => built(rt, 'pkgs.concatScript', name, attrsFrom([])),
  makeDesktopItem: (rt, options) => {
    const { name } = namedArgs(options, { name: REQUIRED }, true);
    return built(
      rt,
      'pkgs.makeDesktopItem',
      delay(rt, () => str(`${coerceText(rt, name).text}.desktop`)),
      attrsFrom([]),
    );
  },
  makeSetupHook: (rt, options, _script) => {
    const { name } = namedArgs(options, { name: str('hook') }, true);
    return built(rt, 'pkgs.makeSetupHook', name, attrsFrom([]));
  },
  applyPatches: (rt, options) => {
    const given = expectAttrs(options);
    const name = given.entries.get('name')?.value ?? str('source-patched');
    return built(rt, 'pkgs.applyPatches', name, given);
  },
  closureInfo: (rt, _options) => built(rt, 'pkgs.closureInfo', str('closure-info'), attrsFrom([])),
  requireFile: (rt, options) => requireFile(rt, options),
  copyPathToStore: (rt, where) => interpolated(rt, where),
  copyPathsToStore: (rt, paths) => {
    const known = expectList(paths);
    return list(
      known.items.map((where) => delay(rt, () => interpolated(rt, where))),
      known.open,
    );
  },
  mkShell: (rt, options) => shell(rt, 'pkgs.mkShell', options),
  mkShellNoCC: (rt, options) => shell(rt, 'pkgs.mkShellNoCC', options),
  srcOnly: (rt, options) => derivationFrom(rt, 'pkgs.srcOnly', force(options)) ?? unknown('pkgs.srcOnly …'),
});
