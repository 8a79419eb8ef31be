import { textBytes } from '../../store/bytes';
import { type Algorithm, digestOf, isAlgorithm } from '../../store/digest';
import { formatHash, type Hash, type Notation, parseHash } from '../../store/hash';
import { NixError } from '../errors';
import { expectAttrs, expectPlainString, expectString } from '../expect';
import { type Func, type Lazy, str, type Value } from '../value';
import { readablePath, readBytes } from './file-access';
import { primop } from './kit';

function algorithmOf(name: string): Algorithm {
  if (isAlgorithm(name)) return name;
  throw new NixError('eval', `unknown hash algorithm '${name}', expect 'blake3', 'md5', 'sha1', 'sha256', or 'sha512'`);
}

const hex = (algorithm: Algorithm, bytes: Uint8Array): Value =>
  str(formatHash({ algorithm, digest: digestOf(algorithm, bytes) }, { form: 'bare', encoding: 'base16' }));

const NOTATIONS: Readonly<Record<string, Notation>> = {
  base16: { form: 'bare', encoding: 'base16' },
  base32: { form: 'bare', encoding: 'nix32' },
  nix32: { form: 'bare', encoding: 'nix32' },
  base64: { form: 'bare', encoding: 'base64' },
  sri: { form: 'sri', encoding: 'base64' },
};

function convertHash(argument: Lazy): Value {
  const set = expectAttrs(argument);
  const text = (name: string): string | undefined => {
    const entry = set.entries.get(name);
    return entry === undefined ? undefined : expectPlainString(entry.value);
  };
  const hash = readHash(text('hash'), text('hashAlgo'));
  const format = text('toHashFormat') ?? '';
  const notation = NOTATIONS[format];
  if (notation === undefined) throw new NixError('eval', `unknown hash format '${format}'`);
  return str(formatHash(hash, notation));
}

function readHash(text: string | undefined, algorithm: string | undefined): Hash {
  if (text === undefined) throw new NixError('eval', "attribute 'hash' missing");
  const parsed = parseHash(text, algorithm === undefined ? undefined : algorithmOf(algorithm));
  if (parsed.kind === 'malformed') throw new NixError('eval', parsed.message);
  return parsed.hash;
}

export const hashBuiltins: readonly Func[] = [
  primop('convertHash', 1, (_rt, argument) => convertHash(argument)),
  primop('hashFile', 2, (rt, type, file) => {
    const algorithm = algorithmOf(expectPlainString(type));
    return hex(algorithm, readBytes(rt, readablePath(rt, file)));
  }),
  primop('hashString', 2, (_rt, type, text) => {
    const algorithm = algorithmOf(expectPlainString(type));
    return hex(algorithm, textBytes(expectString(text)));
  }),
];
