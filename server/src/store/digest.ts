import { blake3 } from '@noble/hashes/blake3.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';

/** Hash algorithms of Nix, with the size of their digests in bytes. */
export const DIGEST_SIZES = { md5: 16, sha1: 20, sha256: 32, sha512: 64, blake3: 32 } as const;

export type Algorithm = keyof typeof DIGEST_SIZES;

export const ALGORITHMS: readonly Algorithm[] = ['md5', 'sha1', 'sha256', 'sha512', 'blake3'];

/** Whether a text names an algorithm that Nix has. */
export function isAlgorithm(text: string): text is Algorithm {
  return Object.hasOwn(DIGEST_SIZES, text);
}

/** A digest in the making: bytes go in, in order; `digest` ends it. */
export interface Digester {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Uint8Array;
}

const HASHERS = { md5, sha1, sha256, sha512, blake3 };

/** Hashes what comes in pieces. */
export function digester(algorithm: Algorithm): Digester {
  const state = HASHERS[algorithm].create();
  return { update: (bytes) => void state.update(bytes), digest: () => state.digest() };
}

/** The digest of bytes that are all at hand. */
export function digestOf(algorithm: Algorithm, bytes: Uint8Array): Uint8Array {
  return HASHERS[algorithm](bytes);
}
