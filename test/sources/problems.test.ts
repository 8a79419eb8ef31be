import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits, type Edit } from '../../server/src/base/edit';
import { convertEdits, hashEdits, templateEdit } from '../../server/src/sources/edit';
import type { Pin } from '../../server/src/sources/pin';
import { findPins } from '../../server/src/sources/pins';
import { pinProblems } from '../../server/src/sources/problems';
import { samePin } from '../../server/src/sources/same-pin';
import { digestOf } from '../../server/src/store/digest';
import { BASE16, type Hash, NIX32, SRI } from '../../server/src/store/hash';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';

const EMPTY: Hash = { algorithm: 'sha256', digest: digestOf('sha256', new Uint8Array()) };
const SRI_TEXT = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const NIX32_TEXT = '0mdqa9w1p6cmli6976v4wi0sw9r4p5prkj7lzfd1877wk11c9c73';
const HEX_TEXT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

let parser: NixParser;
beforeAll(async () => {
  parser = await testParser();
});

function pinsOf(text: string): readonly Pin[] {
  return findPins(parser.parse(text), 'file:///a.nix', () => undefined);
}

function applied(text: string, edits: readonly Edit[] | undefined): string | undefined {
  return edits && applyEdits(text, edits);
}

describe('the new hash goes into the literal alone', () => {
  it.each([
    ['fetchgit { hash = ""; # keep\n}', `fetchgit { hash = "${SRI_TEXT}"; # keep\n}`],
    ["fetchgit { hash = ''''; }", `fetchgit { hash = ''${SRI_TEXT}''; }`],
    ['fetchgit { hash = lib.fakeHash; }', `fetchgit { hash = "${SRI_TEXT}"; }`],
    ['fetchgit { hash = (lib.fakeHash); }', `fetchgit { hash = ("${SRI_TEXT}"); }`],
    ['let h = ""; in fetchgit { hash = h; }', `let h = "${SRI_TEXT}"; in fetchgit { hash = h; }`],
    [`fetchgit { sha256 = "${'1'.repeat(50)}ab"; }`, `fetchgit { sha256 = "${NIX32_TEXT}"; }`],
    [`fetchgit { sha256 = "${'0f'.repeat(32)}"; }`, `fetchgit { sha256 = "${HEX_TEXT}"; }`],
    [`fetchgit { sha256 = "sha256:${'1'.repeat(50)}ab"; }`, `fetchgit { sha256 = "sha256:${NIX32_TEXT}"; }`],
    ['fetchgit { sha256 = "garbage"; }', `fetchgit { sha256 = "${SRI_TEXT}"; }`],
    ['fetchgit {\n  url = "a";\n  rev = "b";\n}', `fetchgit {\n  url = "a";\n  rev = "b";\n  hash = "${SRI_TEXT}";\n}`],
    ['fetchgit {\r\n\turl = "a";\r\n}', `fetchgit {\r\n\turl = "a";\r\n\thash = "${SRI_TEXT}";\r\n}`],
    ['fetchgit { url = "a"; }', `fetchgit { url = "a"; hash = "${SRI_TEXT}"; }`],
    ['builtins.fetchurl { url = "a"; }', `builtins.fetchurl { url = "a"; sha256 = "${SRI_TEXT}"; }`],
    ['buildGoModule rec { vendorHash = lib.fakeHash; }', `buildGoModule rec { vendorHash = "${SRI_TEXT}"; }`],
    ['p.overrideAttrs (o: { cargoHash = ""; })', `p.overrideAttrs (o: { cargoHash = "${SRI_TEXT}"; })`],
    ['x: fetchgit { hash = x; }', undefined],
    ['builtins.fetchTarball "https://a"', undefined],
  ])('%s', (text, expected) => {
    const [pin] = pinsOf(text);
    expect(pin && applied(text, hashEdits(pin, EMPTY))).toBe(expected);
  });

  it.each([
    [SRI_TEXT, NIX32, NIX32_TEXT],
    [NIX32_TEXT, SRI, SRI_TEXT],
    [SRI_TEXT, BASE16, HEX_TEXT],
    [HEX_TEXT, SRI, SRI_TEXT],
  ])('%s converts', (from, notation, to) => {
    const text = `fetchgit { sha256 = "${from}"; }`;
    const [pin] = pinsOf(text);
    expect(pin && applied(text, convertEdits(pin, notation))).toBe(`fetchgit { sha256 = "${to}"; }`);
  });

  it.each([
    [
      'let version = "1"; in fetchgit { rev = "v${version}"; hash = ""; }',
      'v2',
      'let version = "2"; in fetchgit { rev = "v${version}"; hash = ""; }',
    ],
    ['let version = "1"; in fetchgit { rev = "v${version}"; hash = ""; }', '2', undefined],
    ['fetchgit { rev = "1"; hash = ""; }', 'a"${b}\\', 'fetchgit { rev = "a\\"\\${b}\\\\"; hash = ""; }'],
    ["fetchgit { rev = ''1''; hash = \"\"; }", "a''${b}", "fetchgit { rev = ''a'''''${b}''; hash = \"\"; }"],
  ])('a revision is edited where it is written: %s to %s', (text, rev, expected) => {
    const template = pinsOf(text)[0]?.attributes.get('rev')?.template;
    const edit = template && templateEdit(template, rev);
    expect(edit && applied(text, [edit])).toBe(expected);
  });
});

describe('a result is dropped when the pin changed meanwhile', () => {
  it.each([
    ['{ a = fetchgit { rev = "1"; hash = ""; }; }', '{ b = 1; a = fetchgit { rev = "1"; hash = ""; }; }', true],
    ['{ a = fetchgit { rev = "1"; hash = ""; }; }', '{ a = fetchgit { rev = "2"; hash = ""; }; }', false],
    ['{ a = fetchgit { rev = "1"; hash = ""; }; }', '{ a = fetchgit { rev = "1"; hash = "x"; }; }', false],
    ['{ a = fetchgit { rev = "1"; hash = ""; }; }', '{ }', false],
  ])('%s to %s', (before, after, kept) => {
    const pins = pinsOf(before);
    expect(pins[0] && samePin(pins[0], pins, pinsOf(after)) !== undefined).toBe(kept);
  });
});

describe('problems', () => {
  const commit = 'a'.repeat(20) + '1'.repeat(20);
  const git = (attributes: string) => `fetchgit { url = "https://example.org/a.git"; ${attributes} }`;
  const good = `rev = "${commit}"; hash = "${SRI_TEXT}";`;

  it.each([
    [git(good), []],
    [git(`rev = "${commit}"; hash = "";`), ['placeholder-hash']],
    [git(`rev = "${commit}"; hash = "oops";`), ['malformed-hash']],
    [git(`rev = "${commit}";`), ['missing-hash']],
    ['fetchurl { url = "https://example.org/a"; md5 = "d41d8cd98f00b204e9800998ecf8427e"; }', ['missing-hash']],
    ['fetchTarball "https://example.org/a.tar.gz"', ['impure-fetch']],
    [`builtins.fetchGit { url = "https://example.org/a.git"; rev = "${commit}"; }`, []],
    [git(`${good} sha256 = "${NIX32_TEXT}";`), ['several-hashes']],
    [`fetchurl { url = "https://example.org/a"; hash = "${SRI_TEXT}"; sha256 = ""; }`, []],
    [git(`rev = "main"; hash = "${SRI_TEXT}";`), ['moving-revision']],
    [git(`rev = "refs/heads/x"; hash = "${SRI_TEXT}";`), ['moving-revision']],
    [git(`rev = "abc1234"; hash = "${SRI_TEXT}";`), ['short-revision']],
    [git(`rev = "20240101"; hash = "${SRI_TEXT}";`), []],
    [git(`rev = "v1.0"; hash = "${SRI_TEXT}";`), []],
    [git(`rev = "${commit}"; sha256 = "${NIX32_TEXT}";`), ['old-hash-notation']],
    [`builtins.fetchurl { url = "https://example.org/a"; sha256 = "${NIX32_TEXT}"; }`, []],
    [`buildGoModule { vendorSha256 = "${SRI_TEXT}"; }`, ['renamed-fetcher-attribute']],
    [`buildGoModule { vendorSha256 = lib.fakeSha256; }`, ['placeholder-hash', 'renamed-fetcher-attribute']],
    [`[ (${git(good)}) (fetchgit { url = "https://example.org/b.git"; ${good} }) ]`, ['shared-hash']],
    [`[ (${git(good)}) (${git(good)}) ]`, []],
    [
      `[ (fetchurl { url = "https://a/x.tgz"; hash = "${SRI_TEXT}"; }) (fetchurl { url = "https://b/x.tgz"; hash = "${SRI_TEXT}"; }) ]`,
      [],
    ],
    [`x: [ (${git(good)}) (fetchgit { url = x; ${good} }) ]`, []],
    [`x: fetchgit ({ url = "https://a"; } // x)`, []],
  ])('%s', (text, codes) => expect(pinProblems(pinsOf(text)).map(({ code }) => code)).toEqual(codes));

  it.each([
    [`fetchgit { hash = "${NIX32_TEXT}"; }`, `fetchgit { hash = "${SRI_TEXT}"; }`],
    [`fetchgit { sha256 = "${NIX32_TEXT}"; }`, `fetchgit { hash = "${SRI_TEXT}"; }`],
    ['buildGoModule { vendorSha256 = ""; }', 'buildGoModule { vendorHash = ""; }'],
    ['fetchzip { url = "u"; extraPostFetch = "x"; hash = ""; }', 'fetchzip { url = "u"; postFetch = "x"; hash = ""; }'],
  ])('fixes %s', (text, expected) => {
    const fixes = pinProblems(pinsOf(text)).flatMap((problem) => problem.fixes);
    expect(fixes.map(({ edits }) => applied(text, edits))).toEqual([expected]);
  });

  it.each([
    [git(good), git(good), []],
    [git(good), git(`rev = "${'b2'.repeat(20)}"; hash = "${SRI_TEXT}";`), ['stale-hash']],
    [git(good), git(`rev = "${'b2'.repeat(20)}"; hash = "${SRI_TEXT.replace('47', '48')}";`), []],
    [git(good), `x: ${git(`rev = x; hash = "${SRI_TEXT}";`)}`, []],
    [git(good), `[ (${git(good)}) 1 ]`, []],
  ])('compares %s with %s', (before, after, codes) =>
    expect(pinProblems(pinsOf(after), pinsOf(before)).map(({ code }) => code)).toEqual(codes),
  );
});
