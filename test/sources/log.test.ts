import { describe, expect, it } from 'vitest';
import { parseMismatches, pinOfMismatch } from '../../server/src/sources/log';
import { findPins } from '../../server/src/sources/pins';
import { sri } from '../../server/src/store/hash';
import { testParser } from '../support/parser';

const ZERO = 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
const GOT = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const GOT32 = '0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73';

describe('mismatches in build logs', () => {
  it.each([
    [
      'today’s wording',
      `building...\nerror: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-source.drv':\n         specified: ${ZERO}\n            got:    ${GOT}\nerror: 1 dependency failed`,
      ['source', 3],
    ],
    [
      'colours and carriage returns',
      `\u001b[31;1merror:\u001b[0m hash mismatch in fixed-output derivation '\u001b[35;1m/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-a-1.0-go-modules.drv\u001b[0m':\r\n         specified: \u001b[32m${ZERO}\u001b[0m\r\n            got:    ${GOT}\r\n`,
      ['a-1.0-go-modules', 2],
    ],
    [
      'prefixed lines',
      `app> x\nerror: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-x.drv':\n> specified: ${ZERO}\n> got: ${GOT}`,
      ['x', 3],
    ],
    [
      'older wording',
      `hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-x.tar.gz':\n  wanted: sha256:${'0'.repeat(52)}\n  got:    sha256:${GOT32}`,
      ['x.tar.gz', 2],
    ],
    [
      'a builtin',
      `error: hash mismatch in file downloaded from 'https://example.org/a.zim':\n         specified: sha256:${'0'.repeat(52)}\n         got:       sha256:${GOT32}`,
      ['https://example.org/a.zim', 2],
    ],
  ])('%s', (_, log, [subject, line]) => {
    const [found, ...others] = parseMismatches(log);
    expect(others).toEqual([]);
    expect([found?.subject, found?.line, found && sri(found.specified), found && sri(found.got)]).toEqual([
      subject,
      line,
      ZERO,
      GOT,
    ]);
  });

  it('finds nothing in other text', () => {
    expect(parseMismatches('error: hash mismatch in fixed-output derivation\nspecified: x\ngot: y')).toEqual([]);
    expect(parseMismatches(`specified: ${ZERO}\ngot: ${GOT}`)).toEqual([]);
    expect(parseMismatches('')).toEqual([]);
  });
});

describe('the pin of a mismatch', () => {
  const text = `{
    go = buildGoModule { pname = "a"; vendorSha256 = ""; src = fetchFromGitHub { owner = "o"; repo = "r"; rev = "1"; hash = lib.fakeHash; }; };
    zim = builtins.fetchurl { url = "https://example.org/b.zim"; sha256 = "${'0'.repeat(52)}"; };
    other = fetchurl { url = "https://example.org/c"; hash = "${GOT}"; };
  }`;
  const mismatch = (subject: string, specified: string) =>
    `error: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-${subject}.drv':\n specified: ${specified}\n got: ${GOT.replace('47', '48')}\n`;

  it.each([
    ['a-1.0-go-modules', ZERO, 'buildGoModule'],
    ['b.zim', ZERO, 'builtins.fetchurl'],
    ['anything', GOT, 'fetchurl'],
    ['unheard-of', GOT.replace('47', '49'), undefined],
    ['ambiguous', ZERO, undefined],
  ])('%s', async (subject, specified, fetcher) => {
    const pins = findPins((await testParser()).parse(text), 'file:///a.nix', () => undefined);
    const [found] = parseMismatches(mismatch(subject, specified));
    expect(found && pinOfMismatch(found, pins)?.fetcher.name).toBe(fetcher);
  });
});
