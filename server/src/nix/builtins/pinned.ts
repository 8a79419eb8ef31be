import type { Algorithm } from '../../store/digest';
import { isPlaceholder, parseHash } from '../../store/hash';
import { fixedOutputPath } from '../../store/store-path';
import { NixError } from '../errors';
import { expectString } from '../expect';
import { storeString, unknownStorePath } from '../store-copy';
import { force } from '../thunk';
import { isString, isUnknown, type Lazy, type NixString } from '../value';

export interface Pinned {
  readonly name: string;
  readonly hash: Lazy;
  /** Of a hash that names none itself. */
  readonly algorithm: Algorithm | undefined;
  readonly mode: 'flat' | 'recursive';
  readonly url?: string | undefined;
}

/**
 * The store path of a source that is pinned by its hash: the real one, or one with an open hash where the hash is not known, empty or
 * a placeholder.
 */
export function pinnedPath({ name, hash, algorithm, mode, url }: Pinned): NixString {
  const value = force(hash);
  const open = isUnknown(value) || (isString(value) && value.holes !== undefined);
  const text = open ? '' : expectString(value);
  if (text === '' || isPlaceholder(text)) return sourceString(unknownStorePath(name), url);
  const parsed = parseHash(text, algorithm);
  if (parsed.kind === 'malformed') throw new NixError('eval', parsed.message);
  return sourceString(fixedOutputPath({ name, hash: parsed.hash, mode }), url);
}

/** A source in the store as a string that refers to it. */
export function sourceString(path: string, url: string | undefined): NixString {
  return storeString(url === undefined ? { path, encoded: path } : { path, encoded: path, fetchedFrom: url });
}
