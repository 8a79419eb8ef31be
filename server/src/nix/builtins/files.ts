import { textPath } from '../../store/store-path';
import { apply } from '../apply';
import { attrsFrom } from '../attrs';
import { coerceToString } from '../coerce';
import { NixError, UnknownSignal } from '../errors';
import { expectAttrs, expectBool, expectFunction, expectPlainString, expectString, expectText } from '../expect';
import { baseName } from '../paths';
import type { Runtime } from '../runtime';
import { storeString, unknownStorePath } from '../store-copy';
import { force } from '../thunk';
import {
  type Func,
  isPath,
  isString,
  isUnknown,
  type Lazy,
  type NixString,
  type StoreObject,
  str,
  type Unknown,
  unknown,
  type Value,
} from '../value';
import { generatedText, missingPath, readablePath, readText } from './file-access';
import { primop } from './kit';
import { pinnedPath } from './pinned';
import { checkName } from './store-name';

function readDir(rt: Runtime, argument: Lazy): Value {
  const path = readablePath(rt, argument);
  const entries = rt.files.readDir(path);
  if (entries === undefined) throw missingPath(path);
  const holds = filterOf(force(argument));
  const kept = [...entries].filter(([name, type]) => holds(`${path}/${name}`, type));
  return attrsFrom(kept.map(([name, type]) => [name, str(type)]));
}

/** What the filter of a filtered copy holds; everything elsewhere. */
function filterOf(value: Value): NonNullable<StoreObject['holds']> {
  const objects = isString(value) ? [...(value.context?.values() ?? [])] : [];
  return objects.find(({ holds }) => holds !== undefined)?.holds ?? (() => true);
}

function readFile(rt: Runtime, argument: Lazy): Value {
  const value = force(argument);
  const generated = isString(value) ? generatedText(value) : undefined;
  return generated ?? readText(rt, readablePath(rt, value));
}

function pathExists(rt: Runtime, argument: Lazy): Value {
  const value = force(argument);
  if (isUnknown(value)) return unknown(`builtins.pathExists ${value.why}`);
  const path = readablePath(rt, value);
  const type = rt.files.stat(path);
  if (path === '/nix/store') return true;
  const folder = isString(value) && /\/\.?$/.test(value.text);
  return folder && path !== '/' ? type === 'directory' || type === 'symlink' : type !== undefined;
}

/** `toFile name text`: a file of the store, whose path is known from the text and what it refers to. */
function toFile(argument: Lazy, content: Lazy): NixString {
  const name = checkName(expectPlainString(argument));
  const text = expectText(content);
  const references = [...(text.context?.values() ?? [])].map(({ path, encoded }) => {
    if (encoded.startsWith('!') || encoded.startsWith('=')) {
      throw new NixError(
        'eval',
        `files created by 'builtins.toFile' may not reference derivations, but ${name} references ${path}`,
      );
    }
    return path;
  });
  const exact = text.holes === undefined && references.every((path) => !path.includes('…'));
  const path = exact ? textPath(name, text.text, references) : unknownStorePath(name);
  const file = { name, text, executable: false, subpath: '' };
  return storeString({ path, encoded: path, file }, exact ? path : `${path}\0${text.text}`);
}

/** `builtins.path { path; name ? …; filter ? …; recursive ? true; sha256 ? …; }`. */
function pathBuiltin(rt: Runtime, argument: Lazy): Value {
  const set = expectAttrs(argument);
  for (const name of set.entries.keys()) {
    if (!['path', 'name', 'filter', 'recursive', 'sha256'].includes(name)) {
      throw new NixError('eval', `unsupported argument '${name}' to 'builtins.path'`);
    }
  }
  const given = set.entries.get('path');
  if (given === undefined)
    throw new NixError('eval', "missing required 'path' attribute in the first argument to 'builtins.path'");
  const path = readablePath(rt, given.value);
  const named = set.entries.get('name');
  const name = named === undefined ? baseName(path) : expectString(named.value);
  const filter = set.entries.get('filter');
  if (filter !== undefined) checkFilter(rt, expectFunction(filter.value), path);
  const hash = set.entries.get('sha256');
  if (hash === undefined) return copied(rt, path, name, filter?.value);
  const recursive = set.entries.get('recursive');
  const flat = recursive !== undefined && force(recursive.value) === false;
  return pinnedPath({
    name: checkName(name),
    hash: hash.value,
    algorithm: 'sha256',
    mode: flat ? 'flat' : 'recursive',
  });
}

/** A source that is copied: its hash hangs on the files, and is left open. */
function copied(rt: Runtime, path: string, name: string, filter?: Lazy): Value {
  if (rt.files.stat(path) === undefined) throw missingPath(path);
  const target = unknownStorePath(checkName(name));
  const holds = filter && keptBy(rt, filter);
  return storeString({ path: target, encoded: target, copiedFrom: path, ...(holds && { holds }) }, `${path}\0${name}`);
}

function keptBy(rt: Runtime, filter: Lazy): NonNullable<StoreObject['holds']> {
  return (path, type) => expectBool(rt, apply(rt, filter, str(path), str(type)));
}

/** Asks a filter about a folder's own entries, for the errors that it has. */
function checkFilter(rt: Runtime, filter: Lazy, path: string): void {
  const holds = keptBy(rt, filter);
  for (const [name, type] of rt.files.readDir(path) ?? []) holds(`${path}/${name}`, type);
}

function filterSource(rt: Runtime, filter: Lazy, argument: Lazy): Value {
  expectFunction(filter);
  const path = readablePath(rt, argument);
  checkFilter(rt, filter, path);
  return copied(rt, path, baseName(path), filter);
}

const NIXPKGS = 'https://github.com/NixOS/nixpkgs';

/** A file that only nixpkgs has, below a folder that is not known: a patched one, most likely. */
const OF_NIXPKGS = /›(\/nixos\/lib(?:\/(?:eval-config|testing-python)\.nix)?)$/;

/** What a path or string names is imported; of a built package nothing is known, of a fetched source what the runtime says. */
function importFile(rt: Runtime, argument: Lazy): Value {
  const value = force(argument);
  if (isUnknown(value)) return importUnknown(value);
  if (isPath(value)) return force(rt.importFile(value.path));
  const string = coerceToString(rt, value, { mode: 'plain' });
  for (const { path, fetchedFrom } of string.context?.values() ?? []) {
    if (fetchedFrom === undefined || !string.text.startsWith(path)) continue;
    const known = rt.importFetched(fetchedFrom, string.text.slice(path.length));
    if (known !== undefined) return force(known);
  }
  const [, inside] = string.holes === undefined ? [] : (OF_NIXPKGS.exec(string.text) ?? []);
  const maker = inside === undefined ? undefined : rt.importFetched(NIXPKGS, inside);
  if (maker !== undefined) return force(maker);
  try {
    return force(rt.importFile(readablePath(rt, string)));
  } catch (signal) {
    if (signal instanceof UnknownSignal) return importUnknown(signal.unknown);
    throw signal;
  }
}

function importUnknown({ why }: Unknown): Value {
  return unknown(`import ${why}`);
}

export const fileBuiltins: readonly Func[] = [
  primop('filterSource', 2, filterSource),
  primop('import', 1, importFile),
  primop('path', 1, pathBuiltin),
  primop('pathExists', 1, pathExists),
  primop('readDir', 1, readDir),
  primop('readFile', 1, readFile),
  primop('readFileType', 1, (rt, argument) => {
    const path = readablePath(rt, argument);
    const type = rt.files.stat(path);
    if (type === undefined) throw missingPath(path);
    return str(type);
  }),
  primop('scopedImport', 2, (rt, scope, argument) => {
    const set = expectAttrs(scope);
    return rt.scopedImport(readablePath(rt, argument), set);
  }),
  primop('toFile', 2, (_rt, name, content) => toFile(name, content)),
];
