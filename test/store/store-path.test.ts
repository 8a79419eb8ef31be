import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../server/src/store/bytes';
import { type Algorithm, digestOf } from '../../server/src/store/digest';
import { type Hash, parseHash } from '../../server/src/store/hash';
import { fixedOutputPath, nameProblem, textPath } from '../../server/src/store/store-path';
import { tool } from '../support/tools';

const nix = tool('nix-instantiate-2.34');

function nixEach(expressions: readonly string[]): readonly (string | boolean)[] {
  const { stdout, stderr } = nix.run(
    ['--readonly-mode', '--eval', '--strict', '--json', '-E', `[ ${expressions.join('\n')} ]`],
    {
      env: { NIX_REMOTE: 'dummy://' },
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as (string | boolean)[];
}

function sha256(text: string): Hash {
  const parsed = parseHash(text, 'sha256');
  if (parsed.kind === 'malformed') throw new Error(parsed.message);
  return parsed.hash;
}

const names = fc.stringMatching(/^[a-zA-Z0-9+_?=][a-zA-Z0-9+_?=.-]{0,40}$/);

describe('fixed-output store paths', () => {
  it('gives the paths of public posts', () => {
    expect(
      fixedOutputPath({
        name: 'kea-lease-server-0962c18',
        hash: sha256('129q7q1s4329ykk5mdc7zzd8p6d6d0kpx3wlfrv2x9g2smj7q007'),
        mode: 'recursive',
      }),
    ).toBe('/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-kea-lease-server-0962c18');
    expect(
      fixedOutputPath({
        name: 'bitcoin_en_all_nopic_2021-03.zim',
        hash: sha256('0w5588qj5l7z7fd5rhah8ss6a2mq74giavdm25q0glcwjqwp2gbf'),
        mode: 'flat',
      }),
    ).toBe('/nix/store/mz19raygl5v7ckhbcz66jgcsrcvp4m5x-bitcoin_en_all_nopic_2021-03.zim');
  });

  it.skipIf(!nix.available)('equals the out path of a fixed-output derivation', () => {
    const cases = fc.sample(
      fc.record({
        name: names,
        algorithm: fc.constantFrom<Algorithm>('md5', 'sha1', 'sha256', 'sha512'),
        mode: fc.constantFrom('flat', 'recursive'),
        seed: fc.string(),
      }),
      { numRuns: 100, seed: 11 },
    );
    const outputs = cases.map(({ name, algorithm, mode, seed }) => ({
      name,
      mode: mode === 'flat' ? ('flat' as const) : ('recursive' as const),
      hash: { algorithm, digest: digestOf(algorithm, new TextEncoder().encode(seed)) },
    }));
    const answers = nixEach(
      outputs.map(
        ({ name, mode, hash }) =>
          `(derivation { name = "${name}"; system = "x"; builder = "b"; outputHashMode = "${mode}"; outputHashAlgo = "${hash.algorithm}"; outputHash = "${encodeHex(hash.digest)}"; }).outPath`,
      ),
    );
    expect(outputs.map(fixedOutputPath)).toEqual(answers);
  });

  it.skipIf(!nix.available)('equals builtins.toFile', () => {
    const cases = fc.sample(fc.record({ name: names, text: fc.stringMatching(/^[ -!#-[\]-~é]{0,60}$/) }), {
      numRuns: 60,
      seed: 5,
    });
    const quoted = cases.map(
      ({ name, text }) => `(builtins.toFile "${name}" ${JSON.stringify(text).replaceAll('$', '\\$')})`,
    );
    expect(cases.map(({ name, text }) => textPath(name, text))).toEqual(nixEach(quoted));
  });

  it.skipIf(!nix.available)('counts the references of a text', () => {
    const a = textPath('a', 'one');
    const b = textPath('b', 'two');
    const text = `${b} ${a}`;
    const [answer] = nixEach(['(builtins.toFile "c" (builtins.toFile "b" "two" + " " + builtins.toFile "a" "one"))']);
    expect(textPath('c', text, [b, a])).toBe(answer);
  });

  it.skipIf(!nix.available)('accepts the names that Nix accepts', () => {
    const candidates = [
      'a',
      '.a',
      '..a',
      '.',
      '..',
      '...',
      '.-a',
      '..-a',
      'a b',
      'a/b',
      'é',
      'a?b=c',
      'a~b',
      'a'.repeat(211),
      'a'.repeat(212),
      '-a',
    ];
    const verdicts = candidates.map((name) => {
      const { code } = nix.run(['--readonly-mode', '--eval', '-E', `builtins.toFile "${name}" ""`], {
        env: { NIX_REMOTE: 'dummy://' },
      });
      return [name, code === 0];
    });
    expect(candidates.map((name) => [name, nameProblem(name) === undefined])).toEqual(verdicts);
  });
});
