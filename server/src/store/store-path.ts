import { encodeNix32 } from './base32';
import { encodeHex, textBytes } from './bytes';
import { digestOf } from './digest';
import type { Hash } from './hash';

export const STORE_DIR = '/nix/store';

/** Folds a digest to `size` bytes, as store paths do: each byte is xored onto its place modulo the size. */
export function compressHash(digest: Uint8Array, size: number): Uint8Array {
  const folded = new Uint8Array(size);
  digest.forEach((byte, i) => {
    folded[i % size] = (folded[i % size] ?? 0) ^ byte;
  });
  return folded;
}

/** Longest name of a store object, in characters. */
const MAX_NAME_LENGTH = 211;

/** What is wrong with a store object's name, in one line; undefined for a valid one (Nix, libstore/path.cc). */
export function nameProblem(name: string): string | undefined {
  if (name === '') return 'a store path needs a name that is not empty';
  if (name.length > MAX_NAME_LENGTH)
    return `the name of a store path has at most ${MAX_NAME_LENGTH} characters, this one has ${name.length}`;
  if (/^\.\.?(-|$)/.test(name))
    return `the name of a store path must be neither "." nor ".." nor begin with ".-" or "..-"`;
  const foreign = /[^0-9a-zA-Z+\-._?=]/u.exec(name);
  return foreign === null ? undefined : `${JSON.stringify(foreign[0])} is not allowed in the name of a store path`;
}

/** A store path from its type, the digest of its description and its name. */
function storePath(type: string, digest: Uint8Array, name: string): string {
  const description = `${type}:sha256:${encodeHex(digest)}:${STORE_DIR}:${name}`;
  return `${STORE_DIR}/${encodeNix32(compressHash(digestOf('sha256', textBytes(description)), 20))}-${name}`;
}

export interface FixedOutput {
  /** A valid name: see `nameProblem`. */
  readonly name: string;
  readonly hash: Hash;
  /** `recursive` hashes the NAR of a tree, `flat` the bytes of one file. */
  readonly mode: 'flat' | 'recursive';
}

/** The path of a store object that is fixed by the hash of its contents. */
export function fixedOutputPath({ name, hash, mode }: FixedOutput): string {
  if (mode === 'recursive' && hash.algorithm === 'sha256') return storePath('source', hash.digest, name);
  const description = `fixed:out:${mode === 'recursive' ? 'r:' : ''}${hash.algorithm}:${encodeHex(hash.digest)}:`;
  return storePath('output:out', digestOf('sha256', textBytes(description)), name);
}

/** The path that `builtins.toFile` gives a text that refers to the given store paths. */
export function textPath(name: string, text: string, references: readonly string[] = []): string {
  const type = ['text', ...[...new Set(references)].sort()].join(':');
  return storePath(type, digestOf('sha256', textBytes(text)), name);
}
