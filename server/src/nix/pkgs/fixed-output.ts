import { isAlgorithm } from '../../store/digest';
import { type Hash, isPlaceholder, parseHash } from '../../store/hash';
import { fixedOutputPath } from '../../store/store-path';
import { sanitizeDerivationName } from '../lib/nix-text';
import { storeString } from '../store-copy';
import { force } from '../thunk';
import { type Attrs, isString, type Lazy, type NixString } from '../value';

export interface FixedOutputArguments {
  readonly name: Lazy;
  readonly args: Attrs;
  readonly mode: 'flat' | 'recursive';
}

const HASH_NAMES = ['hash', 'outputHash', 'sha256', 'sha512', 'sha1', 'md5'];

const knownText = (lazy: Lazy | undefined): string | undefined => {
  const value = lazy === undefined ? null : force(lazy);
  return value !== null && isString(value) && value.holes === undefined ? value.text : undefined;
};

/** The hash that a fetcher was given; undefined for none, for a placeholder, and for one that is malformed. */
function givenHash(args: Attrs): Hash | undefined {
  const found = HASH_NAMES.flatMap((name) => {
    const text = knownText(args.entries.get(name)?.value);
    return text === undefined || text === '' || isPlaceholder(text) ? [] : [{ name, text }];
  })[0];
  if (found === undefined) return undefined;
  const algorithm = found.name === 'outputHash' ? knownText(args.entries.get('outputHashAlgo')?.value) : found.name;
  const parsed = parseHash(found.text, algorithm !== undefined && isAlgorithm(algorithm) ? algorithm : undefined);
  return parsed.kind === 'hash' ? parsed.hash : undefined;
}

/** The store path of something that a hash fixes; undefined where the hash or the name is not known. */
export function fixedOutput({ name, args, mode }: FixedOutputArguments): NixString | undefined {
  const hash = givenHash(args);
  const text = knownText(name);
  if (hash === undefined || text === undefined) return undefined;
  const path = fixedOutputPath({ name: sanitizeDerivationName(text), hash, mode });
  return storeString({ path, encoded: path });
}
