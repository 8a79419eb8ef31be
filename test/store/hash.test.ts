import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../server/src/store/bytes';
import { ALGORITHMS, type Algorithm, DIGEST_SIZES, digester, digestOf } from '../../server/src/store/digest';
import {
  type Encoding,
  formatHash,
  isPlaceholder,
  type Notation,
  parseHash,
  SRI,
  sri,
  zeroHash,
} from '../../server/src/store/hash';
import { tool } from '../support/tools';

const nix = tool('nix-instantiate-2.34');
const ENCODINGS: readonly Encoding[] = ['nix32', 'base16', 'base64'];
const NOTATIONS: readonly Notation[] = [
  ...ENCODINGS.flatMap((encoding) => [{ form: 'bare', encoding } as const, { form: 'typed', encoding } as const]),
  SRI,
];

/** What Nix says of several expressions: the value, or undefined where it refuses. */
function nixEach(expressions: readonly string[]): readonly (string | undefined)[] {
  const guarded = expressions.join('\n');
  const { stdout } = nix.run(['--readonly-mode', '--eval', '--strict', '--json', '-E', `[ ${guarded} ]`], {
    env: { NIX_REMOTE: 'dummy://', NIX_CONFIG: 'extra-experimental-features = nix-command blake3-hashes' },
  });
  return JSON.parse(stdout) as (string | undefined)[];
}

const hashes = fc
  .constantFrom(...ALGORITHMS)
  .chain((algorithm) =>
    fc
      .uint8Array({ minLength: DIGEST_SIZES[algorithm], maxLength: DIGEST_SIZES[algorithm] })
      .map((digest) => ({ algorithm, digest })),
  );

describe('hash notations', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(hashes, fc.constantFrom(...NOTATIONS), (hash, notation) => {
        expect(parseHash(formatHash(hash, notation), hash.algorithm)).toEqual({ kind: 'hash', hash, notation });
      }),
    );
  });

  it.skipIf(!nix.available)('converts as builtins.convertHash does', () => {
    const samples = fc.sample(hashes, { numRuns: 60, seed: 7 }).filter(({ algorithm }) => algorithm !== 'blake3');
    const formats = [
      ['nix32', { form: 'bare', encoding: 'nix32' }],
      ['base16', { form: 'bare', encoding: 'base16' }],
      ['base64', { form: 'bare', encoding: 'base64' }],
      ['sri', SRI],
    ] as const;
    const rows = samples.flatMap((hash) =>
      formats.map(([name, notation]) => ({ hash, name, expected: formatHash(hash, notation) })),
    );
    const answers = nixEach(
      rows.map(({ hash, name }) => `(builtins.convertHash { hash = "${sri(hash)}"; toHashFormat = "${name}"; })`),
    );
    expect(answers).toEqual(rows.map(({ expected }) => expected));
  });

  it.skipIf(!nix.available)('accepts and refuses what Nix accepts and refuses', () => {
    const empty = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU';
    const texts = [
      ['sha256', `sha256-${empty}=`],
      ['sha256', `sha256-${empty}`],
      ['sha256', `sha256-${empty}==`],
      ['sha256', `sha256-${empty}=?name`],
      ['sha256', `sha256-${empty.slice(1)}=`],
      ['sha256', `sha512-${empty}=`],
      ['sha256', `${empty}=`],
      ['sha256', empty],
      ['sha256', 'z'.repeat(52)],
      ['sha256', '0'.repeat(52)],
      ['sha256', '1'.repeat(52)],
      ['sha256', '2'.repeat(52)],
      ['sha256', 'e'.repeat(52)],
      ['sha256', 'G'.repeat(64)],
      ['sha256', 'A'.repeat(64)],
      ['sha256', `sha256:${'b'.repeat(64)}`],
      ['sha256', `sha1:${'b'.repeat(40)}`],
      ['sha256', ''],
      ['sha1', 'a'.repeat(40)],
      ['sha1', 'a'.repeat(32)],
      ['md5', 'a'.repeat(32)],
      ['md5', 'z'.repeat(26)],
      ['sha512', 'a'.repeat(103)],
      ['sha512', '1'.repeat(103)],
    ] as const;
    const verdicts = texts.map(([algorithm, text]) => {
      const { stdout, code } = nix.run(
        [
          '--readonly-mode',
          '--eval',
          '--json',
          '-E',
          `builtins.convertHash { hash = "${text}"; hashAlgo = "${algorithm}"; toHashFormat = "base16"; }`,
        ],
        { env: { NIX_REMOTE: 'dummy://' } },
      );
      return [algorithm, text, code === 0 ? (JSON.parse(stdout) as string) : 'refused'];
    });
    const ours = texts.map(([algorithm, text]) => {
      const parsed = parseHash(text, algorithm);
      return [algorithm, text, parsed.kind === 'hash' ? encodeHex(parsed.hash.digest) : 'refused'];
    });
    expect(ours).toEqual(verdicts);
  });

  it.each([
    ['sha256-abc', undefined, 'length', 'a sha256 hash has 44 characters after "sha256-", this one has 3'],
    [`sha256-${'*'.repeat(44)}`, undefined, 'alphabet', '"*" is not a character of base 64, which follows "sha256-"'],
    [`${'0'.repeat(51)}e`, 'sha256', 'alphabet', '"e" is not a character of Nix base 32'],
    [`9${'0'.repeat(51)}`, 'sha256', 'overflow', 'no sha256 hash in Nix base 32 begins with "9"'],
    [`${'0'.repeat(63)}g`, 'sha256', 'alphabet', '"g" is not a hexadecimal digit'],
    ['0'.repeat(52), undefined, 'algorithm', 'the hash names no algorithm; write it as "sha256-…"'],
    [
      `sha265-${'A'.repeat(43)}=`,
      undefined,
      'algorithm',
      '"sha265" is not a hash algorithm; known are md5, sha1, sha256, sha512, blake3',
    ],
    [`sha512-${'A'.repeat(86)}==`, 'sha256', 'algorithm', 'this is a sha512 hash where sha256 is expected'],
    [
      'abc',
      'sha256',
      'length',
      'a sha256 hash has 52 (Nix base 32), 44 (base 64) or 64 (hexadecimal) characters, this one has 3',
    ],
  ] as const)('says what is wrong with %s', (text, expected, reason, message) => {
    expect(parseHash(text, expected)).toEqual({ kind: 'malformed', reason, message });
  });

  it.each([
    '',
    '  ',
    'sha256-',
    'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
    '0'.repeat(52),
    '0'.repeat(64),
    `sha256:${'0'.repeat(52)}`,
    'xxxx',
    'sha512-AAAA',
  ])('takes %j for a placeholder', (text) => expect(isPlaceholder(text)).toBe(true));

  it('takes no real hash for a placeholder', () => {
    fc.assert(
      fc.property(hashes, fc.constantFrom(...NOTATIONS), (hash, notation) => {
        fc.pre(hash.digest.some((byte) => byte !== 0 && byte !== 255));
        expect(isPlaceholder(formatHash(hash, notation))).toBe(false);
      }),
    );
    expect(isPlaceholder(sri(zeroHash('sha512')))).toBe(true);
  });
});

describe('digests', () => {
  const known: Readonly<Record<Algorithm, string>> = {
    md5: '900150983cd24fb0d6963f7d28e17f72',
    sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
    sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    sha512:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    blake3: '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85',
  };

  it.each(ALGORITHMS)('%s of "abc", at once and in pieces', (algorithm) => {
    const bytes = new TextEncoder().encode('abc');
    expect(encodeHex(digestOf(algorithm, bytes))).toBe(known[algorithm]);
    const state = digester(algorithm);
    for (const byte of bytes) state.update(Uint8Array.of(byte));
    expect(encodeHex(state.digest())).toBe(known[algorithm]);
  });
});
