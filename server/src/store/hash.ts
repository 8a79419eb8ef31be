import { decodeNix32, encodeNix32, nix32Length } from './base32';
import { decodeBase64, decodeHex, encodeBase64, encodeHex } from './bytes';
import { ALGORITHMS, type Algorithm, DIGEST_SIZES, isAlgorithm } from './digest';

export interface Hash {
  readonly algorithm: Algorithm;
  readonly digest: Uint8Array;
}

export type Encoding = 'nix32' | 'base16' | 'base64';

/** How a hash is written: a bare encoding, `sha256:` before one, or SRI (`sha256-` before base 64). */
export type Notation =
  | { readonly form: 'bare' | 'typed'; readonly encoding: Encoding }
  | { readonly form: 'sri'; readonly encoding: 'base64' };

export const SRI: Notation = { form: 'sri', encoding: 'base64' };
export const NIX32: Notation = { form: 'bare', encoding: 'nix32' };
export const BASE16: Notation = { form: 'bare', encoding: 'base16' };

export type MalformedReason = 'algorithm' | 'length' | 'alphabet' | 'overflow';

export type ParsedHash =
  | { readonly kind: 'hash'; readonly hash: Hash; readonly notation: Notation }
  | { readonly kind: 'malformed'; readonly reason: MalformedReason; readonly message: string };

function malformed(reason: MalformedReason, message: string): ParsedHash {
  return { kind: 'malformed', reason, message };
}

function lengths(algorithm: Algorithm): Readonly<Record<Encoding, number>> {
  const size = DIGEST_SIZES[algorithm];
  return { base16: size * 2, nix32: nix32Length(size), base64: Math.ceil(size / 3) * 4 };
}

function foreignCharacter(body: string, allowed: RegExp): string {
  return JSON.stringify([...body].find((char) => !allowed.test(char)) ?? '');
}

function parseSri(body: string, algorithm: Algorithm): ParsedHash {
  const expected = lengths(algorithm).base64;
  const digest = decodeBase64(body);
  if (digest === undefined) {
    const char = foreignCharacter(body.replace(/=.*$/s, ''), /[A-Za-z0-9+/]/);
    return malformed('alphabet', `${char} is not a character of base 64, which follows "${algorithm}-"`);
  }
  if (digest.length !== DIGEST_SIZES[algorithm]) {
    return malformed(
      'length',
      `a ${algorithm} hash has ${expected} characters after "${algorithm}-", this one has ${body.length}`,
    );
  }
  return { kind: 'hash', hash: { algorithm, digest }, notation: SRI };
}

/** A body without `-` before it: Nix tells the encodings apart by their length alone. */
function parseBody(body: string, algorithm: Algorithm, form: 'bare' | 'typed'): ParsedHash {
  const expected = lengths(algorithm);
  const found = (encoding: Encoding, digest: Uint8Array): ParsedHash => ({
    kind: 'hash',
    hash: { algorithm, digest },
    notation: { form, encoding },
  });
  if (body.length === expected.base16) {
    const digest = decodeHex(body);
    if (digest !== undefined) return found('base16', digest);
    return malformed('alphabet', `${foreignCharacter(body, /[0-9a-fA-F]/)} is not a hexadecimal digit`);
  }
  if (body.length === expected.nix32) {
    const digest = decodeNix32(body, DIGEST_SIZES[algorithm]);
    if (digest === 'overflow')
      return malformed('overflow', `no ${algorithm} hash in Nix base 32 begins with "${body.charAt(0)}"`);
    if (typeof digest !== 'string') return found('nix32', digest);
    const char = foreignCharacter(body, /[0-9abcdfghijklmnpqrsvwxyz]/);
    return malformed('alphabet', `${char} is not a character of Nix base 32`);
  }
  if (body.length === expected.base64) {
    const digest = decodeBase64(body);
    if (digest === undefined) {
      const char = foreignCharacter(body.replace(/=.*$/s, ''), /[A-Za-z0-9+/]/);
      return malformed('alphabet', `${char} is not a character of base 64`);
    }
    if (digest.length === DIGEST_SIZES[algorithm]) return found('base64', digest);
  }
  const list = `${expected.nix32} (Nix base 32), ${expected.base64} (base 64) or ${expected.base16} (hexadecimal) characters`;
  return malformed('length', `a ${algorithm} hash has ${list}, this one has ${body.length}`);
}

/**
 * Reads a hash as Nix does (libutil/hash.cc): `algo:BODY`, `algo-BASE64`, or a bare body of the expected algorithm.
 * `expected` is undefined where the notation itself must name the algorithm.
 */
export function parseHash(text: string, expected: Algorithm | undefined): ParsedHash {
  const prefix = /^([^:-]*)([:-])(.*)$/s.exec(text);
  if (prefix === null) {
    if (expected === undefined) return malformed('algorithm', 'the hash names no algorithm; write it as "sha256-…"');
    return parseBody(text, expected, 'bare');
  }
  const [, name = '', sign, body = ''] = prefix;
  if (!isAlgorithm(name))
    return malformed('algorithm', `"${name}" is not a hash algorithm; known are ${ALGORITHMS.join(', ')}`);
  if (expected !== undefined && expected !== name)
    return malformed('algorithm', `this is a ${name} hash where ${expected} is expected`);
  return sign === '-' ? parseSri(body, name) : parseBody(body, name, 'typed');
}

function encode(digest: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'nix32':
      return encodeNix32(digest);
    case 'base16':
      return encodeHex(digest);
    case 'base64':
      return encodeBase64(digest);
  }
}

/** A hash in a notation, as `parseHash` reads it. */
export function formatHash(hash: Hash, notation: Notation): string {
  const body = encode(hash.digest, notation.encoding);
  switch (notation.form) {
    case 'bare':
      return body;
    case 'typed':
      return `${hash.algorithm}:${body}`;
    case 'sri':
      return `${hash.algorithm}-${body}`;
  }
}

/** The text of SRI, `sha256-…=`. */
export function sri(hash: Hash): string {
  return formatHash(hash, SRI);
}

/** Whether two hashes are of the same algorithm and digest, in whatever notation they stand. */
export function sameHash(left: Hash, right: Hash): boolean {
  return left.algorithm === right.algorithm && encodeHex(left.digest) === encodeHex(right.digest);
}

/**
 * Whether a hash is a stand-in that nobody computed: empty, or one character over and over (`lib.fakeHash` is all A's, `lib.fakeSha256`
 * all zeros), with or without the name of an algorithm before it.
 */
export function isPlaceholder(text: string): boolean {
  const body = text
    .trim()
    .replace(/^(md5|sha1|sha256|sha512|blake3)[:-]/, '')
    .replace(/=+$/, '');
  return body === '' || [...body].every((char) => char === body.charAt(0));
}

/** What `lib.fakeHash`, `lib.fakeSha256` and `lib.fakeSha512` are (nixpkgs, lib/deprecated and lib/default.nix). */
export function zeroHash(algorithm: Algorithm): Hash {
  return { algorithm, digest: new Uint8Array(DIGEST_SIZES[algorithm]) };
}
