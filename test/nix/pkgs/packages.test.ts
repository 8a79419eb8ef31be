import { describe, expect, test } from 'vitest';
import { NixError } from '../../../server/src/nix/errors';
import { printValue } from '../../../server/src/nix/print';
import { run } from '../lib/harness';

const show = (text: string) => printValue(run(text));

/** Expressions of packages and what they print. */
const CASES: readonly (readonly [string, string])[] = [
  ['"${pkgs.hello}"', '"/nix/store/…-hello"'],
  ['pkgs.hello.name', '"hello"'],
  ['pkgs.hello.pname', '"hello"'],
  ['"${pkgs.python3Packages.flask}/x"', '"/nix/store/…-flask/x"'],
  ['"${pkgs.linuxPackages.kernel}"', '"/nix/store/…-kernel"'],
  ['"${pkgs.hello.dev}"', '"/nix/store/…-hello-dev"'],
  ['"${pkgs.hello.out}"', '"/nix/store/…-hello"'],
  ['"${lib.getBin pkgs.hello}"', '"/nix/store/…-hello"'],
  ['"${lib.getDev pkgs.hello}"', '"/nix/store/…-hello"'],
  ['lib.getExe pkgs.hello', '"/nix/store/…-hello/bin/hello"'],
  ['lib.getExe\' pkgs.systemd "systemctl"', '"/nix/store/…-systemd/bin/systemctl"'],
  ['lib.makeBinPath [ pkgs.a pkgs.b ]', '"/nix/store/…-a/bin:/nix/store/…-b/bin"'],
  ['pkgs.hello.meta.mainProgram', '"hello"'],
  ['pkgs.hello.version', '‹pkgs.hello.version›'],
  ['"v${pkgs.hello.version}"', '"v‹pkgs.hello.version›"'],
  ['lib.isDerivation pkgs.hello', 'true'],
  ['pkgs.hello.type', '"derivation"'],
  ['"${pkgs.hello.override { a = 1; }}"', '"/nix/store/…-hello"'],
  ['"${pkgs.hello.overrideAttrs (old: { patches = old.patches or [ ] ++ [ ./x ]; })}"', '"/nix/store/…-hello"'],
  ['"${pkgs.hello.overrideAttrs { version = "2"; }}"', '"/nix/store/…-hello-2"'],
  ['"${pkgs.hello.overrideAttrs (final: old: { pname = "bye"; })}"', '"/nix/store/…-bye"'],
  ['(pkgs.hello.overrideAttrs { passthru.x = 1; }).x', '1'],
  ['"${pkgs.python3.withPackages (ps: [ ps.flask ])}/bin/python"', '"/nix/store/…-python3-env/bin/python"'],
  ['"${pkgs.writers.writeNginxConfig "n.conf" "events { }"}"', '"/nix/store/…-n.conf"'],
  ['"${pkgs.writeHaskell "n" { libraries = [ ]; } "main"}"', '"/nix/store/…-n"'],
  ['"${pkgs.buildGoModule { pname = "a"; version = "1"; }}"', '"/nix/store/…-a-1"'],
  ['"${pkgs.buildGoModule (final: { pname = "a"; version = "1"; x = final.version; })}"', '"/nix/store/…-a-1"'],
  ['(pkgs.stdenv.mkDerivation (final: { pname = "a"; version = "1"; x = final.version; })).x', '"1"'],
  ['(pkgs.stdenv.mkDerivation rec { pname = "a"; version = "1"; src = version; }).src', '"1"'],
  ['"${(pkgs.stdenv.mkDerivation { name = "n"; outputs = [ "out" "bin" ]; }).bin}"', '"/nix/store/…-n-bin"'],
  ['lib.getExe (pkgs.stdenv.mkDerivation { name = "n"; outputs = [ "out" "bin" ]; })', '"/nix/store/…-n-bin/bin/n"'],
  ['lib.getExe (pkgs.stdenv.mkDerivation { name = "n"; meta.mainProgram = "m"; })', '"/nix/store/…-n/bin/m"'],
  [
    '"${(pkgs.stdenv.mkDerivation { pname = "n"; version = "1"; }).overrideAttrs { version = "2"; }}"',
    '"/nix/store/…-n-2"',
  ],
  ['"${pkgs.runCommand "gen" { } "echo"}"', '"/nix/store/…-gen"'],
  ['"${pkgs.symlinkJoin { name = "joined"; paths = [ ]; }}"', '"/nix/store/…-joined"'],
  ['lib.getExe (pkgs.symlinkJoin { name = "joined"; paths = [ ]; })', '"/nix/store/…-joined/bin/joined"'],
  ['"${pkgs.linkFarm "farm" [ { name = "a"; path = pkgs.a; } ]}"', '"/nix/store/…-farm"'],
  ['"${pkgs.writeText "a.txt" "x"}"', '"/nix/store/…-a.txt"'],
  ['"${pkgs.writeTextDir "share/a.txt" "x"}"', '"/nix/store/…-a.txt"'],
  ['lib.getExe (pkgs.writeShellScriptBin "go" "x")', '"/nix/store/…-go/bin/go"'],
  ['lib.getExe (pkgs.writeShellApplication { name = "go"; text = "x"; })', '"/nix/store/…-go/bin/go"'],
  ['"${pkgs.writers.writeBash "go" "x"}"', '"/nix/store/…-go"'],
  ['"${pkgs.writers.writeBashBin "go" "x"}/bin/go"', '"/nix/store/…-go/bin/go"'],
  ['"${pkgs.writeDash "go" "x"}"', '"/nix/store/…-go"'],
  ['"${(pkgs.formats.json { }).generate "a.json" { }}"', '"/nix/store/…-a.json"'],
  ['pkgs.system', '"x86_64-linux"'],
  ['pkgs.stdenv.hostPlatform.system', '"x86_64-linux"'],
  ['pkgs.stdenv.hostPlatform.isLinux', 'true'],
  ['pkgs.stdenv.isDarwin', 'false'],
  ['pkgs.runtimeShell', '"/nix/store/…-bash/bin/bash"'],
  ['"${pkgs.path}/nixos"', '"/nix/store/…-source/nixos"'],
  ['"${pkgs.pkgsCross.aarch64-multiplatform.hello}"', '"/nix/store/…-hello"'],
  ['"${pkgs.buildPackages.hello}"', '"/nix/store/…-hello"'],
  ['"${pkgs.unstable.hello}"', '"/nix/store/…-hello"'],
  ['pkgs.lib.id 3', '3'],
  ['(pkgs.extend (final: prev: { mine = 1; two = final.mine + 1; })).two', '2'],
  ['(pkgs.callPackage ({ hello, port ? 80 }: { r = "${hello}:${toString port}"; }) { }).r', '"/nix/store/…-hello:80"'],
  ['((pkgs.callPackage ({ port ? 80 }: { r = port; }) { }).override { port = 1; }).r', '1'],
  ['"${pkgs.emacs.pkgs.withPackages (e: [ e.magit ])}"', '"/nix/store/…-emacs-env"'],
  ['"${(pkgs.linuxPackages.extend (final: prev: { })).kernel}"', '"/nix/store/…-kernel"'],
  ['"${pkgs.mkShell { packages = [ ]; }}"', '"/nix/store/…-nix-shell"'],
  ['lib.stringAsChars (x: x) "é"', '"é"'],
  ['with pkgs; "${curl}"', '"/nix/store/…-curl"'],
  ['"${pkgs.fetchurl { url = "https://e/a.tgz"; hash = ""; }}"', '"/nix/store/…-a.tgz"'],
  ['"${pkgs.fetchFromGitHub { owner = "a"; repo = "b"; rev = "v1"; hash = lib.fakeHash; }}"', '"/nix/store/…-source"'],
  ['(pkgs.fetchFromGitHub { owner = "a"; repo = "b"; tag = "v1"; hash = ""; }).rev', '"refs/tags/v1"'],
  [
    '"${pkgs.fetchgit { url = "https://example.org/kea-lease-server"; rev = "0962c18aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; sha256 = "129q7q1s4329ykk5mdc7zzd8p6d6d0kpx3wlfrv2x9g2smj7q007"; }}"',
    '"/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-kea-lease-server-0962c18"',
  ],
  [
    '"${pkgs.fetchurl { url = "https://example.org/bitcoin_en_all_nopic_2021-03.zim"; sha256 = "0w5588qj5l7z7fd5rhah8ss6a2mq74giavdm25q0glcwjqwp2gbf"; }}"',
    '"/nix/store/mz19raygl5v7ckhbcz66jgcsrcvp4m5x-bitcoin_en_all_nopic_2021-03.zim"',
  ],
  [
    '"${pkgs.fetchzip { url = "https://e/a.zip"; hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; }}"',
    '"/nix/store/f6jkrn77ysv9dhs8hh6s2faflhjc930i-source"',
  ],
  [
    '"${pkgs.fetchPypi { pname = "x"; version = "1"; hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; }}"',
    '"/nix/store/d4kjx3qr25cvsgfqvbg4n78n1bhvm9wb-x-1.tar.gz"',
  ],
  [
    '"${pkgs.fetchurl { url = "https://e/a.tgz"; sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"; executable = true; }}"',
    '"/nix/store/yij5wpm48wp5m99rxfizc4015dggd6nj-a.tgz"',
  ],
  ['lib.getVersion pkgs.hello', '‹pkgs.hello.version›'],
  ['lib.getVersion (pkgs.stdenv.mkDerivation { name = "a-1.2"; })', '"1.2"'],
];

describe('the open world of packages', () => {
  test.each(CASES)('%s', (expression, printed) => {
    expect(show(expression)).toBe(printed);
  });

  test('mkDerivation without a name is an error', () => {
    expect(() => show('"${pkgs.stdenv.mkDerivation { }}"')).toThrow(NixError);
  });
});
