import { NixError } from './errors';
import { baseName } from './paths';
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

/**
 * A file or folder that becomes part of a string is copied to the store. The hash is left open: it needs the whole tree with its
 * modes. Something that lies in the store already stays where it is.
 */
export function copyToStore(rt: Runtime, path: string): NixString {
  if (rt.files.stat(path) === undefined) throw new NixError('eval', `path '${path}' does not exist`);
  const target = unknownStorePath(baseName(path));
  return storeString({ path: target, encoded: target }, path);
}
