import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deployedText, type Fragment, parseCat, readDeployed } from '../../server/src/features/compare/deployed';
import { errorLine } from '../../server/src/features/compare/machines';
import { withoutHashes } from '../../server/src/features/compare/store-names';
import { memoryFiles } from '../support/memory-files';

const A = '0123456789abcdfghijklmnpqrsvwxyz';
const B = 'zyxwvsrqpnmlkjihgfdcba9876543210';

describe('store paths in a comparison', () => {
  test.each([
    ['a hash that the preview does not know is hidden', `/nix/store/${A}-hello/bin`, '', '/nix/store/…-hello/bin'],
    ['one that it knows is shown', `/nix/store/${A}-source`, `/nix/store/${A}-source`, `/nix/store/${A}-source`],
    ['one of another source is hidden', `/nix/store/${A}-source`, `/nix/store/${B}-source`, '/nix/store/…-source'],
    [
      'a version that the preview does not know',
      `/nix/store/${A}-hello-2.12/x`,
      '/nix/store/…-hello/x',
      '/nix/store/…-hello/x',
    ],
    [
      'and before an output',
      `/nix/store/${A}-openssl-3.0.14-bin`,
      '/nix/store/…-openssl-bin',
      '/nix/store/…-openssl-bin',
    ],
    ['a version that it knows', `/nix/store/${A}-hello-2.12`, '/nix/store/…-hello-2.12', '/nix/store/…-hello-2.12'],
    ['another version', `/nix/store/${A}-hello-2.12`, '/nix/store/…-hello-2.11', '/nix/store/…-hello-2.12'],
    ['another package', `/nix/store/${A}-hello-2.12`, '/nix/store/…-hi', '/nix/store/…-hello-2.12'],
    ['no hash', `/nix/store/${A.slice(1)}-hello`, '', `/nix/store/${A.slice(1)}-hello`],
    [
      'several on a line',
      `PATH=/nix/store/${A}-coreutils-9.5/bin:/nix/store/${B}-findutils-4.10.0/bin`,
      'PATH=/nix/store/…-coreutils/bin:/nix/store/…-findutils/bin',
      'PATH=/nix/store/…-coreutils/bin:/nix/store/…-findutils/bin',
    ],
  ])('%s', (_name, text, preview, shown) => {
    expect(withoutHashes(text, preview)).toBe(shown);
  });
});

describe('what Nix complains of', () => {
  test.each([
    ['an error by itself', "error: undefined variable 'x'\n  at a.nix:1:1", "undefined variable 'x'"],
    [
      'the last of a trace',
      "error:\n  … while\n  error: (stack)\n\n  error: attribute 'a' missing\n",
      "attribute 'a' missing",
    ],
    ['a warning before', 'warning: Git tree is dirty\nerror: no\n', 'no'],
    ['no error', 'killed\n', 'killed'],
    ['nothing', '', 'it says nothing'],
  ])('%s', (_name, stderr, line) => {
    expect(errorLine(stderr)).toBe(line);
  });
});

const UNIT = { dropIn: false, maybeDropIn: false };

describe('a deployed unit', () => {
  test('is read as systemctl cat prints it, whatever its files say', () => {
    const line = fc.constantFrom(
      '[Service]',
      'ExecStart=/bin/true',
      '# comment',
      '',
      '# /etc/hosts',
      '#',
      'X=a\\',
      '  b',
    );
    const text = fc.array(line, { minLength: 1 }).map((lines) => `${lines.join('\n')}\nend=1\n`);
    const paths = [
      '/etc/systemd/system/a@.service',
      '/etc/systemd/system/a@.service.d/x.conf',
      '/run/a@b.service.d/y.conf',
    ];
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
        const fragments = texts.map((each, at): Fragment => ({ path: paths[at] ?? '', text: each }));
        const printed = fragments.map((each) => `# ${each.path}\n${each.text}`).join('\n');
        expect(parseCat(printed, 'a@b.service')).toEqual(fragments);
      }),
    );
  });

  const files = memoryFiles({
    '/etc/systemd/system/a.service': 'etc\n',
    '/usr/lib/systemd/system/a.service': 'usr\n',
    '/usr/lib/systemd/system/a.service.d/20.conf': 'usr 20\n',
    '/etc/systemd/system/a.service.d/20.conf': 'etc 20\n',
    '/etc/systemd/system/a.service.d/10.conf': 'etc 10\n',
    '/etc/systemd/system/a.service.d/notes.txt': 'no\n',
    '/usr/lib/systemd/system/t@.service': 'template\n',
    '/home/u/.config/systemd/user/a.service': 'own\n',
    '/etc/systemd/user/a.service': 'all\n',
    '/usr/lib/systemd/system/p.service': 'package\n',
    '/etc/systemd/system/p.service.d/overrides.conf': 'overrides\n',
  });
  const texts = (name: string, scope: 'system' | 'user' | 'initrd', home?: string): readonly string[] =>
    readDeployed(files, name, scope, home).map(({ text }) => text.trim());

  test('is read where systemd looks for it, the strongest file of a name alone', () => {
    expect(texts('a.service', 'system')).toEqual(['etc', 'etc 10', 'etc 20']);
    expect(texts('t@x.service', 'system')).toEqual(['template']);
    expect(texts('t@1.2.service', 'system')).toEqual(['template']);
    expect(texts('a.service', 'user', '/home/u')).toEqual(['own']);
    expect(texts('a.service', 'user')).toEqual(['all']);
    expect(texts('b.service', 'system')).toEqual([]);
    expect(texts('../user/a.service', 'system')).toEqual([]);
    expect(texts('a.service', 'initrd')).toEqual([]);
  });

  test('has its drop-ins under their paths', () => {
    const text = deployedText(UNIT, readDeployed(files, 'a.service', 'system', undefined));
    expect(text).toBe(
      'etc\n\n# /etc/systemd/system/a.service.d/10.conf\netc 10\n\n# /etc/systemd/system/a.service.d/20.conf\netc 20\n',
    );
  });

  test.each([
    ['a drop-in', { dropIn: true }, 'overrides\n'],
    ['what may be one', { dropIn: false, maybeDropIn: true }, 'overrides\n'],
  ])('of %s is the overrides alone', (_name, unit, expected) => {
    expect(deployedText(unit, readDeployed(files, 'p.service', 'system', undefined))).toBe(expected);
  });

  test('is none where there are no overrides for a drop-in, or no file', () => {
    expect(deployedText({ dropIn: true }, [{ path: '/etc/systemd/system/a.service', text: '' }])).toBeUndefined();
    expect(deployedText(UNIT, [])).toBeUndefined();
  });
});
