import { beforeAll, describe, expect, it } from 'vitest';
import type { FileSystem } from '../../server/src/base/host';
import { pinEvaluator } from '../../server/src/features/pin-evaluator';
import type { Evaluate } from '../../server/src/sources/constant';
import { FETCHERS } from '../../server/src/sources/fetchers';
import type { Pin } from '../../server/src/sources/pin';
import { findPins } from '../../server/src/sources/pins';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';

const NOTHING: Evaluate = () => undefined;
const NO_FILES: FileSystem = {
  readText: () => undefined,
  readBytes: () => undefined,
  readDir: () => undefined,
  stat: () => undefined,
};
const SHA256 = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

let parser: NixParser;
beforeAll(async () => {
  parser = await testParser();
});

function evaluatePins(nix: NixParser): Evaluate {
  return pinEvaluator(
    { files: NO_FILES, parse: nix.parse, now: () => 0, depth: 1000, budgetMs: 1000 },
    'file:///a.nix',
  );
}

function pinsOf(text: string): readonly Pin[] {
  return findPins(parser.parse(text), 'file:///a.nix', NOTHING);
}

/** A pin in a form that a test can show: fetcher, attributes, hash and where its literal stands. */
function shown(text: string): readonly unknown[] {
  return pinsOf(text).map((pin) => {
    const origin = pin.hash.literal?.origin;
    const values = [...pin.attributes].map(([name, { value }]) => [name, value]);
    return [
      pin.fetcher.name,
      Object.fromEntries(values),
      pin.hash.state.kind,
      origin && text.slice(origin.start, origin.end),
    ];
  });
}

describe('pins are recognised', () => {
  const url = 'https://example.org/a';
  const found = (name: string) => [[name, { url, sha256: SHA256 }, 'plausible', `"${SHA256}"`]];
  const set = `{ url = "${url}"; sha256 = "${SHA256}"; }`;

  it.each([
    [`pkgs.fetchurl ${set}`, 'fetchurl'],
    [`fetchurl ${set}`, 'fetchurl'],
    [`{ fetchurl }: fetchurl ${set}`, 'fetchurl'],
    [`with pkgs; fetchurl ${set}`, 'fetchurl'],
    [`with pkgs.lib; with pkgs; fetchurl ${set}`, 'fetchurl'],
    [`with builtins; fetchurl ${set}`, 'builtins.fetchurl'],
    [`let inherit (pkgs) fetchurl; in fetchurl ${set}`, 'fetchurl'],
    [`let inherit (builtins) fetchurl; in fetchurl ${set}`, 'builtins.fetchurl'],
    [`let f = pkgs.fetchurl; in f ${set}`, 'fetchurl'],
    [`let fetchurl = import <nix/fetchurl.nix>; in fetchurl ${set}`, 'fetchurl'],
    [`builtins.fetchurl ${set}`, 'builtins.fetchurl'],
    [`builtins.fetchTarball ${set}`, 'builtins.fetchTarball'],
    [`fetchTarball ${set}`, 'builtins.fetchTarball'],
    [`nixpkgs.legacyPackages.x.fetchgit ${set}`, 'fetchgit'],
    [`${set} |> pkgs.fetchzip`, 'fetchzip'],
    [`pkgs.fetchzip <| ${set}`, 'fetchzip'],
    [`let args = ${set}; in fetchurl args`, 'fetchurl'],
    [`fetchurl ({ url = "x"; } // ${set})`, 'fetchurl'],
    [`fetchurl (let u = "${url}"; in { url = u; sha256 = "${SHA256}"; })`, 'fetchurl'],
    [`fetchurl rec { base = 1; url = "${url}"; sha256 = "${SHA256}"; }`, 'fetchurl'],
  ])('%s', (text, name) => {
    const [pin] = pinsOf(text);
    expect([pin?.fetcher.name, pin?.attributes.get('url')?.value, pin?.hash.state.kind]).toEqual([
      name,
      url,
      'plausible',
    ]);
  });

  it.each([
    [`let fetchurl = args: args; in fetchurl ${set}`],
    [`{ fetchurl = ${set}; }`],
    [`pkgs.fetchTarball2 ${set}`],
    [`x.fetchGit ${set}`],
    ['{ services.a.fetchgit = true; }'],
  ])('not in %s', (text) => expect(pinsOf(text)).toEqual([]));

  it('shows what it read', () => {
    expect(shown(`pkgs.fetchurl ${set}`)).toEqual(found('fetchurl'));
  });

  it.each(
    FETCHERS.filter(({ hashes }) => hashes.length > 0).flatMap(({ name, hashes }) =>
      hashes.map((hash) => [name, hash.name] as const),
    ),
  )('%s with %s', (name, attribute) => {
    const [pin] = pinsOf(`${name} { ${attribute} = "${SHA256}"; }`);
    expect([pin?.fetcher.name, pin?.hash.attribute.name, pin?.hash.text]).toEqual([name, attribute, SHA256]);
  });
});

describe('attributes are followed to where they are written', () => {
  it.each([
    ['let version = "1.2"; in fetchFromGitHub { rev = "v${version}"; hash = ""; }', 'v1.2', '"1.2"', 'v', ''],
    ['rec { version = "1.2"; src = fetchFromGitHub { rev = version; hash = ""; }; }', '1.2', '"1.2"', '', ''],
    [
      'mk (finalAttrs: { version = "1.2"; src = fetchFromGitHub { rev = "v${finalAttrs.version}-x"; hash = ""; }; })',
      'v1.2-x',
      '"1.2"',
      'v',
      '-x',
    ],
    [
      'a: { version ? "1.2" }: fetchFromGitHub { rev = version; hash = ""; }',
      undefined,
      undefined,
      undefined,
      undefined,
    ],
    ['rev: { src = fetchFromGitHub { inherit rev; hash = ""; }; }', undefined, undefined, undefined, undefined],
    ['{ version ? "1.2" }: fetchFromGitHub { rev = version; hash = ""; }', '1.2', '"1.2"', '', ''],
    ['let a.b.rev = "r"; in fetchFromGitHub { inherit (a.b) rev; hash = ""; }', 'r', '"r"', '', ''],
    ['let rev = "r"; in fetchFromGitHub { inherit rev; hash = ""; }', 'r', '"r"', '', ''],
    ['let a = "x"; b = "y"; in fetchFromGitHub { rev = a + b; hash = ""; }', 'xy', undefined, undefined, undefined],
    ["fetchFromGitHub { rev = ''r''; hash = \"\"; }", 'r', "''r''", '', ''],
    ['fetchFromGitHub { rev = https://a.b/c; hash = ""; }', 'https://a.b/c', 'https://a.b/c', '', ''],
    [
      'let o = fetchFromGitHub { rev = "r"; hash = ""; }; in fetchFromGitHub { inherit (o) rev; hash = "x"; }',
      'r',
      '"r"',
      '',
      '',
    ],
    ['x: fetchFromGitHub { rev = x.y; hash = ""; }', undefined, undefined, undefined, undefined],
    ['let rev = rev; in fetchFromGitHub { inherit rev; hash = ""; }', undefined, undefined, undefined, undefined],
  ])('%s', (text, value, literal, prefix, suffix) => {
    const rev = pinsOf(text).at(-1)?.attributes.get('rev');
    const origin = rev?.template?.literal.origin;
    expect([
      rev?.value,
      origin && text.slice(origin.start, origin.end),
      rev?.template?.prefix,
      rev?.template?.suffix,
    ]).toEqual([value, literal, prefix, suffix]);
  });

  it.each([
    ['fetchurl { url = lib.concatStringsSep "/" [ "https://a" "b" ]; hash = ""; }', 'url', 'https://a/b'],
    [
      '{ lib, fetchurl }: let v = "1.2"; in fetchurl { url = "https://a/${lib.replaceStrings [ "." ] [ "_" ] v}"; hash = ""; }',
      'url',
      'https://a/1_2',
    ],
    [
      'mk rec { v = "1.2.3"; src = fetchFromGitHub { rev = builtins.head (lib.splitString "." v); hash = ""; }; }',
      'rev',
      '1',
    ],
    ['let s = builtins.fromJSON \'\'{"url":"https://x","sha256":""}\'\'; in fetchurl s', 'url', 'https://x'],
    ['let s = { url = "https://x"; }; in fetchurl (removeAttrs s [ ] // { hash = ""; })', 'url', 'https://x'],
    ['{ version ? "1" }: x: fetchurl { url = "https://a/${x.b}"; hash = ""; }', 'url', undefined],
    ['{ config, ... }: fetchurl { url = config.a.b; hash = ""; }', 'url', undefined],
    ['{ hello, fetchurl }: fetchurl { url = "https://a/${hello.version}"; hash = ""; }', 'url', undefined],
    ['fetchurl { url = throw "no"; hash = ""; }', 'url', undefined],
  ])('asks the evaluator for what the text does not say: %s', (text, name, value) => {
    const pins = findPins(parser.parse(text), 'file:///a.nix', evaluatePins(parser));
    expect(pins.at(-1)?.attributes.get(name)?.value).toBe(value);
  });

  it('gives up on circles and on deep nesting', () => {
    expect(pinsOf('let a = b; b = a; in a.fetchurl (let c = c // c; in c)').length).toBe(1);
    expect(pinsOf(`${'('.repeat(200)}fetchurl { url = "a"; hash = ""; }${')'.repeat(200)}`).length).toBe(1);
    expect(pinsOf(`fetchurl { url = ${'"a" + '.repeat(3000)}"a"; hash = ""; }`).length).toBe(1);
  });
});

describe('the state of a hash without a network', () => {
  const zeros = '0'.repeat(52);
  it.each([
    ['fetchgit { hash = ""; }', 'placeholder', '""'],
    ['fetchgit { hash = lib.fakeHash; }', 'placeholder', 'lib.fakeHash'],
    ['with lib; fetchgit { hash = fakeHash; }', 'placeholder', 'fakeHash'],
    ['fetchgit { sha256 = pkgs.lib.fakeSha256; }', 'placeholder', 'pkgs.lib.fakeSha256'],
    [`fetchgit { sha256 = "${zeros}"; }`, 'placeholder', `"${zeros}"`],
    ['let h = ""; in fetchgit { hash = h; }', 'placeholder', '""'],
    [
      'fetchgit { hash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="; }',
      'placeholder',
      '"sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="',
    ],
    ['fetchgit { sha256 = "abc"; }', 'malformed', '"abc"'],
    [`fetchgit { hash = "1${zeros.slice(2)}2"; }`, 'malformed', `"1${zeros.slice(2)}2"`],
    [
      `fetchgit { sha256 = "${SHA256.replace('sha256', 'sha512')}"; }`,
      'malformed',
      `"${SHA256.replace('sha256', 'sha512')}"`,
    ],
    [`fetchgit { hash = "${SHA256}"; }`, 'plausible', `"${SHA256}"`],
    ['fetchgit { }', 'absent', undefined],
    ['fetchgit { hash = null; }', 'absent', undefined],
    ['builtins.fetchTarball "https://example.org/a"', 'absent', undefined],
    ['x: fetchgit { hash = x; }', 'unknown', undefined],
    ['x: fetchgit x', 'unknown', undefined],
    ['map (value: { src = fetchgit value; })', 'unknown', undefined],
    ['{ hash ? null }: fetchgit { inherit hash; }', 'unknown', undefined],
    ['x: fetchgit ({ url = "a"; } // x)', 'unknown', undefined],
    [`fetchgit { hash = "${SHA256.slice(0, 8)}\${x}"; }`, 'unknown', undefined],
    [`fetchurl { outputHashAlgo = "sha1"; outputHash = "${'b'.repeat(40)}"; }`, 'placeholder', `"${'b'.repeat(40)}"`],
    [`fetchurl { outputHashAlgo = "sha1"; outputHash = "${'ab'.repeat(20)}"; }`, 'plausible', `"${'ab'.repeat(20)}"`],
    ['buildGoModule { vendorHash = ""; }', 'placeholder', '""'],
    ['buildGo122Module (finalAttrs: { vendorHash = lib.fakeHash; })', 'placeholder', 'lib.fakeHash'],
    ['rustPlatform.buildRustPackage rec { cargoSha256 = "x"; }', 'placeholder', '"x"'],
    ['p.overrideAttrs (old: { vendorHash = ""; })', 'placeholder', '""'],
    ['rustPlatform.buildRustPackage { cargoLock.outputHashes = { "a-1.0" = ""; }; }', 'placeholder', '""'],
  ])('%s', (text, state, literal) => {
    expect(shown(text).map((row) => (Array.isArray(row) ? row.slice(2) : row))).toEqual([[state, literal]]);
  });

  it.each([['buildGoModule { vendorHash = null; }'], ['buildNpmPackage { }'], ['mk { meta.vendorHash.x = 1; }']])(
    'no pin in %s',
    (text) => expect(pinsOf(text)).toEqual([]),
  );
});
