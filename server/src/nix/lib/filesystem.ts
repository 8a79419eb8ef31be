import type { EntryType } from '../../base/host';
import { attrsFrom, mergeAttrs } from '../attrs';
import { coerceToString } from '../coerce';
import { NixError } from '../errors';
import { expectAttrs, knownText } from '../expect';
import { native } from '../native';
import { sortNames } from '../order';
import { dirName, resolvePath } from '../paths';
import { type Runtime, step } from '../runtime';
import { concatStrings } from '../text';
import { delay, force } from '../thunk';
import { type Attrs, attrsOf, isPath, isString, isUnknown, type Lazy, list, path, str, type Value } from '../value';
import { makeScope } from './customisation';
import { call, functions, interpolated, later, type Members, member, namedArgs, REQUIRED, thrown } from './kit';

/** The absolute path that a path or a string names. */
function pathOf(rt: Runtime, lazy: Lazy): string {
  return knownText(coerceToString(rt, lazy, { mode: 'plain' }));
}

/** `base + "/name"`: a path stays a path, a string a string. */
function below(rt: Runtime, base: Lazy, name: string): Value {
  const value = force(base);
  return isPath(value)
    ? path(resolvePath(value.path, name))
    : concatStrings(rt, [interpolated(rt, value), str(`/${name}`)]);
}

function folderOf(rt: Runtime, lazy: Lazy): readonly (readonly [string, EntryType])[] {
  const where = pathOf(rt, lazy);
  const found = rt.files.readDir(where);
  if (found === undefined) throw new NixError('eval', `opening directory '${where}': No such file or directory`);
  return sortNames(found.keys()).map((name) => [name, found.get(name) ?? 'unknown']);
}

function filesBelow(rt: Runtime, folder: Lazy): Value[] {
  return folderOf(rt, folder).flatMap(([name, type]) => {
    step(rt);
    const here = below(rt, folder, name);
    return type === 'directory' ? filesBelow(rt, here) : [here];
  });
}

function packagesIn(rt: Runtime, callPackage: Lazy, folder: Lazy): Attrs {
  const packages = folderOf(rt, folder).flatMap(([name, type]): [string, Lazy][] => {
    const here = below(rt, folder, name);
    if (type === 'directory') return [[name, delay(rt, () => packageTree(rt, callPackage, here))]];
    if (type === 'regular')
      return name.endsWith('.nix') ? [[name.slice(0, -4), later(rt, callPackage, here, attrsOf({}))]] : [];
    throw thrown(
      `lib.filesystem.packagesFromDirectoryRecursive: Unsupported file type ${type} at path ${pathOf(rt, here)}\n`,
    );
  });
  return attrsFrom(packages);
}

/** What a folder of packages holds: `package.nix` makes it one package, else each file and folder is one. */
function packageTree(rt: Runtime, callPackage: Lazy, folder: Lazy): Value {
  const single = below(rt, folder, 'package.nix');
  if (rt.files.stat(pathOf(rt, single)) !== undefined) return call(rt, callPackage, single, attrsOf({}));
  return packagesIn(rt, callPackage, folder);
}

const isFolder = (rt: Runtime, lazy: Lazy) => rt.files.stat(pathOf(rt, lazy)) === 'directory';

function dominating(rt: Runtime, pattern: Lazy, start: Lazy, match: Lazy): Value {
  for (let here = force(start); ; ) {
    step(rt);
    const matches = folderOf(rt, here).flatMap(([name]) => {
      const found = call(rt, match, pattern, str(name));
      return found === null ? [] : [found];
    });
    if (matches.length > 0) return attrsOf({ path: here, matches: list(matches) });
    const where = pathOf(rt, here);
    if (where === '/') return null;
    here = isPath(here) ? path(dirName(where)) : str(dirName(where));
  }
}

/** nixpkgs lib/filesystem.nix, beside the builtins that it re-exports; `match` is `builtins.match`. */
export const filesystem = (match: Lazy): Members =>
  functions({
    pathIsDirectory: (rt, where) => isFolder(rt, where),
    pathIsRegularFile: (rt, where) => rt.files.stat(pathOf(rt, where)) === 'regular',
    haskellPathsInDir: (rt, root) =>
      attrsFrom(
        folderOf(rt, root).flatMap(([name]): [string, Lazy][] => {
          const here = below(rt, root, name);
          return rt.files.stat(`${pathOf(rt, here)}/${name}.cabal`) === undefined ? [] : [[name, here]];
        }),
      ),
    locateDominatingFile: (rt, pattern, file) => {
      const value = force(file);
      const where = pathOf(rt, value);
      const parent = isPath(value) ? path(dirName(where)) : str(dirName(where));
      return dominating(rt, pattern, where === '/' || isFolder(rt, value) ? value : parent, match);
    },
    listFilesRecursive: (rt, folder) => list(filesBelow(rt, folder)),
    packagesFromDirectoryRecursive: (rt, options) => {
      const given = namedArgs(options, { callPackage: REQUIRED, newScope: null, directory: REQUIRED });
      const newScope = force(given.newScope);
      if (newScope === null) return packageTree(rt, given.callPackage, given.directory);
      const inner = native('packages', 1, (run, self) =>
        packagesIn(
          run,
          delay(run, () => force(member(expectAttrs(self), 'callPackage'))),
          given.directory,
        ),
      );
      return mergeAttrs(expectAttrs(makeScope(rt, newScope, inner)), attrsOf({ recurseForDerivations: true }));
    },
    resolveDefaultNix: (rt, value) => {
      const known = force(value);
      if (isUnknown(known)) return known;
      if (isFolder(rt, known)) return below(rt, known, 'default.nix');
      return isString(known) && known.text.endsWith('/') ? concatStrings(rt, [known, str('default.nix')]) : known;
    },
  });
