import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host, ProcessRequest } from '../../server/src/base/host';
import { nodeHost } from '../../server/src/cli/host-node';
import { gitSteps } from '../../server/src/sources/fetch-git';
import { findPins } from '../../server/src/sources/pins';
import { planFor } from '../../server/src/sources/plan';
import { DEFAULT_OPTIONS, prefetch } from '../../server/src/sources/prefetch';
import type { NixParser } from '../../server/src/syntax/parser';
import { testParser } from '../support/parser';

let parser: NixParser;
let folder: string;
beforeAll(async () => {
  parser = await testParser();
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function planned(text: string, allowInsecure: boolean) {
  const [pin] = findPins(parser.parse(text), 'file:///a.nix', () => undefined);
  if (pin === undefined) throw new Error(`no pin in ${text}`);
  return planFor(pin, { allowInsecure });
}

const URLS = [
  '--upload-pack=touch PWNED',
  '-o/etc/passwd',
  'ext::sh -c "touch PWNED"',
  'ext::sh%20-c%20touch%20PWNED',
  'fd::17',
  '/etc/passwd',
  './relative',
  'ssh://-oProxyCommand=touch/x',
  'git@example.org:a/b',
  'javascript:alert(1)',
  'data:text/plain,x',
  'https://example.org/a b',
  'https://example.org/"; touch PWNED',
  'https://example.org/`touch PWNED`',
  'https://example.org/\\n-x',
  'https://example.org/\\\\x',
  'https://',
  '',
];

const REVS = ['--upload-pack=touch PWNED', '-x', 'a b', 'a\\nb', 'a..b', 'a@{1}', 'a:b', '^a', 'a~1', 'a*', ''];

describe('hostile pins', () => {
  it.each(
    URLS.flatMap((url) =>
      ['fetchurl', 'fetchzip', 'fetchgit', 'builtins.fetchGit', 'fetchhg', 'fetchsvn'].map((name) => [name, url]),
    ),
  )('%s refuses the address %s', (name, url) => {
    for (const allowInsecure of [false, true]) {
      const plan = planned(`${name} { url = "${url.replaceAll('"', '\\"')}"; rev = "a"; hash = ""; }`, allowInsecure);
      expect(plan.kind).toBe('refused');
      expect(plan.kind === 'refused' && plan.message).toMatch(/^[^\n]{10,300}$/);
    }
  });

  it.each(REVS.flatMap((rev) => ['fetchgit', 'fetchhg', 'fetchsvn'].map((name) => [name, rev])))(
    '%s refuses the revision %s',
    (name, rev) => {
      expect(planned(`${name} { url = "https://example.org/a"; rev = "${rev}"; hash = ""; }`, true).kind).toBe(
        'refused',
      );
    },
  );

  it.each([
    ['fetchgit { url = "https://example.org/a"; branchName = "--exec=x"; hash = ""; }'],
    ['fetchgit { url = "https://example.org/a"; rootDir = "../../etc"; hash = ""; }'],
    ['fetchgit { url = "https://example.org/a"; rootDir = "/etc"; hash = ""; }'],
    ['fetchgit { url = "https://example.org/a"; sparseCheckout = [ "-x" ]; hash = ""; }'],
    ['fetchgit { url = "https://example.org/a"; sparseCheckout = [ "a\\nb" ]; hash = ""; }'],
    ['fetchFromGitHub { owner = ".."; repo = "r"; rev = "a"; hash = ""; }'],
    ['fetchFromGitHub { owner = "o"; repo = "r?x"; rev = "a"; hash = ""; }'],
    ['fetchFromGitHub { owner = "o"; repo = "r"; rev = "a b"; hash = ""; }'],
    ['fetchFromGitHub { owner = "o"; repo = "r"; rev = "../../../evil"; hash = ""; }'],
    ['fetchFromGitHub { owner = "o"; repo = "r"; githubBase = "a b"; rev = "a"; hash = ""; }'],
    ['fetchFromGitLab { owner = "o"; repo = "r"; domain = "evil.example/x?"; rev = "a"; hash = ""; }'],
    ['fetchFromSourcehut { owner = "~o"; repo = "r"; vc = "git -x"; rev = "a"; hash = ""; }'],
    ['fetchCrate { pname = "../x"; version = "1"; hash = ""; }'],
    ['fetchPypi { pname = "x"; version = "1/../2"; hash = ""; }'],
    ['fetchHex { pkg = "x y"; version = "1"; sha256 = ""; }'],
    ['dockerTools.pullImage { imageName = "a"; imageDigest = "--x"; hash = ""; }'],
    [`dockerTools.pullImage { imageName = "-a"; imageDigest = "sha256:${'ab'.repeat(32)}"; hash = ""; }`],
    ['builtins.fetchTree { type = "github"; owner = "o/.."; repo = "r"; }'],
  ])('%s is refused', (text) => {
    expect(planned(text, true).kind).toBe('refused');
  });

  it.each([
    [
      'fetchurl { url = "https://example.org/$(touch PWNED)\';x"; hash = ""; }'
        .replace(' PWNED', '%20PWNED')
        .replace('$(', '$' + '('),
    ],
    ['fetchurl { url = "https://example.org/a%00b"; hash = ""; }'],
    ['fetchurl { url = "https://example.org/-x"; hash = ""; }'],
    ['fetchgit { url = "https://example.org/-x"; rev = "a$(b)"; hash = ""; }'],
  ])('%s reaches no shell, and no option', async (text) => {
    const plan = planned(text, false);
    if (plan.kind !== 'plan') throw new Error(plan.message);
    const seen: ProcessRequest[] = [];
    const host: Host = {
      ...nodeHost({ trusted: true }),
      run: (request) => {
        seen.push(request);
        return Promise.resolve({ kind: 'missing', message: '' });
      },
      download: () => Promise.resolve({ kind: 'failed', message: 'not in this test' }),
    };
    await prefetch(plan, host, DEFAULT_OPTIONS);
    const flags =
      /^(--?(type|name|unpack|json|hash-type|quiet|fetch-submodules|hash|url|rev|extra-experimental-features)|-[cC])$/;
    expect(seen.length).toBeGreaterThan(0);
    for (const { argv } of seen) {
      expect(argv[0]).not.toMatch(/sh$/);
      expect(argv.slice(1).filter((value) => value.startsWith('-') && !flags.test(value))).toEqual([]);
    }
  });

  it('gives git no value where an option could stand', () => {
    const plan = planned(
      'fetchgit { url = "https://example.org/a"; rev = "v1"; sparseCheckout = [ "a" ]; fetchLFS = true; hash = ""; }',
      false,
    );
    if (plan.kind !== 'plan' || plan.source.kind !== 'git') throw new Error('no plan');
    const own = /^--(quiet|no-tags|depth=1|tags|local|cone|no-cone|detach|init|recursive|checkout)$/;
    const values = gitSteps(plan.source)
      .flat(2)
      .filter((value) => value.startsWith('-'));
    expect(values.filter((value) => !own.test(value))).toEqual([]);
  });

  it('nothing of it is ever run', () => {
    expect(existsSync(join(folder, 'PWNED'))).toBe(false);
    expect(existsSync('PWNED')).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
