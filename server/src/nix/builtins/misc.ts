import { encodeNix32 } from '../../store/base32';
import { textBytes } from '../../store/bytes';
import { digestOf } from '../../store/digest';
import { coerceToString } from '../coerce';
import { NixError } from '../errors';
import { expectAttrs, expectItems, expectPlainString, expectString } from '../expect';
import { baseName, canonicalPath, dirName } from '../paths';
import type { Runtime } from '../runtime';
import { notFound } from '../search-path';
import { force } from '../thunk';
import { type Func, isPath, type Lazy, list, path, str, unknown, type Value } from '../value';
import { readablePath } from './file-access';
import { primop } from './kit';

function dirOf(rt: Runtime, argument: Lazy): Value {
  const value = force(argument);
  if (isPath(value)) return path(dirName(value.path));
  const string = coerceToString(rt, value, { mode: 'plain' });
  const folder = dirName(string.text);
  const last = string.holes?.at(-1);
  if (last !== undefined && last.end > folder.length) return unknown(`dirOf ${string.text}`);
  return str(folder, string.context, string.holes);
}

function baseNameOf(rt: Runtime, argument: Lazy): Value {
  const string = coerceToString(rt, argument, { mode: 'plain' });
  const name = baseName(string.text);
  const hole = string.holes?.[string.holes.length - 1];
  if (hole !== undefined && hole.end > string.text.length - name.length) return unknown(name);
  return str(name, string.context);
}

/** Looks a name up in a list of `{ prefix, path }`; what is not found there is the runtime's to find. */
function findFile(rt: Runtime, entries: Lazy, argument: Lazy): Value {
  const name = expectString(argument);
  for (const item of expectItems(entries)) {
    const entry = expectAttrs(item);
    const prefix = entry.entries.get('prefix');
    const suffix = suffixAfter(prefix === undefined ? '' : expectString(prefix.value), name);
    const folder = entry.entries.get('path');
    if (folder === undefined) throw new NixError('missing', "attribute 'path' missing");
    if (suffix === undefined) continue;
    const candidate = canonicalPath(readablePath(rt, folder.value) + suffix);
    if (rt.files.stat(candidate) !== undefined) return path(candidate);
  }
  const found = rt.findFile(name);
  if (found !== undefined) return force(found);
  throw notFound(name);
}

/** What follows a prefix in a search name, with its slash; undefined when the prefix does not fit. */
function suffixAfter(prefix: string, name: string): string | undefined {
  if (prefix === '') return `/${name}`;
  if (name === prefix) return '';
  return name.startsWith(`${prefix}/`) ? name.slice(prefix.length) : undefined;
}

/** What stands for an output's path in a derivation's own attributes. */
function placeholder(output: string): string {
  return `/${encodeNix32(digestOf('sha256', textBytes(`nix-output:${output}`)))}`;
}

function storePath(rt: Runtime, argument: Lazy): Value {
  const string = coerceToString(rt, argument, { mode: 'plain' });
  if (!string.text.startsWith('/nix/store/'))
    throw new NixError('eval', `path '${string.text}' is not in the Nix store`);
  const object = string.text.split('/').slice(0, 4).join('/');
  return str(string.text, new Map([[object, { path: object, encoded: object }], ...(string.context ?? [])]));
}

export const miscBuiltins: readonly Func[] = [
  primop('baseNameOf', 1, baseNameOf),
  primop('dirOf', 1, dirOf),
  primop('findFile', 2, findFile),
  primop('getEnv', 1, (rt, argument) => str(rt.getEnv(expectPlainString(argument)))),
  primop('placeholder', 1, (_rt, argument) => str(placeholder(expectPlainString(argument)))),
  primop('storePath', 1, storePath),
  primop('toPath', 1, (rt, argument) => {
    const string = coerceToString(rt, argument, { mode: 'plain' });
    if (!string.text.startsWith('/')) {
      throw new NixError('eval', `string '${string.text}' doesn't represent an absolute path`);
    }
    return str(canonicalPath(string.text), string.context, string.holes);
  }),
];

/** Constants of `builtins`; what depends on the machine is fixed or unknown. */
export const constants: Readonly<Record<string, Value>> = {
  true: true,
  false: false,
  null: null,
  currentSystem: str('x86_64-linux'),
  currentTime: unknown('builtins.currentTime'),
  langVersion: 6n,
  nixPath: list([]),
  nixVersion: str('2.34.8'),
  storeDir: str('/nix/store'),
};
