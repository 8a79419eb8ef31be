import { narHash } from '../store/nar';
import { fixedOutputPath, nameProblem } from '../store/store-path';
import { NixError } from './errors';
import { baseName, canonicalPath } from './paths';
import type { Runtime } from './runtime';
import { type NixString, type StoreObject, str } from './value';

/** Stands for a store path's hash that is not known. */
export const UNKNOWN_HASH = '…';

/** `/nix/store/…-name`: a store path whose hash is not known. */
export function unknownStorePath(name: string): string {
  return `/nix/store/${UNKNOWN_HASH}-${name}`;
}

/** A string that is a store path and refers to it. `identity` tells apart objects that print alike. */
export function storeString(object: StoreObject, identity: string = object.encoded): NixString {
  return str(object.path, new Map([[identity, object]]));
}

const MAX_HASHED_BYTES = 1024 * 1024;

/** The path of a single file, whose hash is quickly told; undefined for anything else. */
function copiedFile({ files }: Runtime, path: string): string | undefined {
  if (files.isExecutable === undefined || files.stat(path) !== 'regular') return undefined;
  const contents = files.readBytes(path);
  const name = baseName(path);
  if (contents === undefined || contents.length > MAX_HASHED_BYTES || nameProblem(name) !== undefined) return undefined;
  const hash = narHash(
    { kind: 'regular', executable: files.isExecutable(path), size: contents.length, contents },
    'sha256',
  );
  return fixedOutputPath({ name, hash, mode: 'recursive' });
}

/**
 * A file or folder that becomes part of a string is copied to the store. The hash of a folder is left open: it needs the whole tree
 * with its modes. A path in the store whose hash is not known stands for itself.
 */
export function copyToStore(rt: Runtime, path: string): NixString {
  if (path.startsWith(unknownStorePath(''))) return storeString({ path, encoded: path });
  if (rt.files.stat(path) === undefined) throw new NixError('eval', `path '${path}' does not exist`);
  const target = copiedFile(rt, path) ?? unknownStorePath(baseName(path));
  return storeString({ path: target, encoded: target, copiedFrom: path }, path);
}

/** The path on the disk behind a string that names a copy in the store, or what lies in it; undefined for any other string. */
export function copiedPath({ text, context }: NixString): string | undefined {
  for (const { path, copiedFrom } of context?.values() ?? []) {
    const inside = text.slice(path.length);
    if (copiedFrom !== undefined && text.startsWith(path) && /^(\/|$)/.test(inside)) {
      return canonicalPath(copiedFrom + inside);
    }
  }
  return undefined;
}
