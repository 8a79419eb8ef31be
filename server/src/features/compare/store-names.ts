import { UNKNOWN_HASH } from '../../nix/store-copy';

/** A store path: its hash, and its name without the sign of a version's build. */
const STORE_PATH = /\/nix\/store\/([0-9a-df-np-sv-z]{32})-([\w+\-.?=]+)/g;
const UNKNOWN_PATH = new RegExp(`/nix/store/${UNKNOWN_HASH}-([\\w+\\-.?=]+)`, 'g');

/** `-3.0.14` of `openssl-3.0.14-bin`: a version begins with a digit (Nix manual, parseDrvName). */
const VERSION = /-\d[^-]*(?=$|-[a-z]+$)/;

/**
 * A text of Nix as far as an evaluation without a store could tell it: hashes that the other text does not have are hidden, and versions of
 * packages where the other text names the package without one.
 */
export function withoutHashes(text: string, other: string): string {
  const known = new Set([...other.matchAll(STORE_PATH)].map(([, hash]) => hash));
  const named = new Set([...other.matchAll(UNKNOWN_PATH)].map(([, name]) => name));
  return text.replace(STORE_PATH, (whole, hash: string, name: string) => {
    if (known.has(hash)) return whole;
    const plain = name.replace(VERSION, '');
    return `/nix/store/${UNKNOWN_HASH}-${!named.has(name) && named.has(plain) ? plain : name}`;
  });
}
