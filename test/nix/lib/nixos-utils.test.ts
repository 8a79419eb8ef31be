import { describe, expect, test } from 'vitest';
import { apply } from '../../../server/src/nix/apply';
import { getAttr } from '../../../server/src/nix/attrs';
import { COMMAND_LIMITS, createRuntime } from '../../../server/src/nix/evaluator';
import { escapeSystemdPath, nixosUtils } from '../../../server/src/nix/lib/nixos-utils';
import { printValue } from '../../../server/src/nix/print';
import { type Lazy, list, path, str, unknown } from '../../../server/src/nix/value';
import { testParser } from '../../support/parser';
import { tool } from '../../support/tools';

const { parse } = await testParser();
const none = () => undefined;
const files = { readText: none, readBytes: none, readDir: none, stat: () => 'regular' as const };
const rt = createRuntime({ files, parse, limits: COMMAND_LIMITS });

const call = (name: string, ...args: Lazy[]) => printValue(apply(rt, getAttr(nixosUtils, name) ?? null, ...args));

describe('escapeSystemdExecArg', () => {
  test.each([
    ['plain', str('a b'), '"\\"a b\\""'],
    ['percent and dollar', str('100% $X'), '"\\"100%% $$X\\""'],
    ['quotes and breaks', str('"\n'), '"\\"\\\\\\"\\\\n\\""'],
    ['a number', 5n, '"\\"5\\""'],
    ['a path', path('/a/b'), '"\\"/nix/store/…-b\\""'],
    ['an unknown', unknown('config.x'), '"\\"‹config.x›\\""'],
  ])('%s', (_what, value, printed) => {
    expect(call('escapeSystemdExecArg', value)).toBe(printed);
  });

  test('several, joined by blanks', () => {
    expect(call('escapeSystemdExecArgs', list([str('a'), str('$b')]))).toBe('"\\"a\\" \\"$$b\\""');
  });

  test('a Boolean is refused', () => {
    expect(() => call('escapeSystemdExecArg', true)).toThrow();
  });
});

describe('escapeSystemdPath', () => {
  const systemdEscape = tool('systemd-escape');
  test
    .runIf(systemdEscape.available)
    .each(['/', '/a', '/a//b/', '/.hidden', '/a-b c', '/dev/disk/by-uuid/1-2', '/a/./b', '/a@b:c_d.e'])(
    'as systemd-escape: %s',
    (where) => {
      expect(escapeSystemdPath(where)).toBe(systemdEscape.run(['--path', where]).stdout.trim());
    },
  );

  test('what only the file system can resolve is refused', () => {
    expect(() => escapeSystemdPath('/a/../b')).toThrow();
  });
});

test('a function that is not known names itself', () => {
  expect(getAttr(nixosUtils, 'fsNeededForBoot')).toMatchObject({ kind: 'unknown', why: 'utils.fsNeededForBoot' });
  expect(getAttr(nixosUtils, 'madeUpTomorrow')).toMatchObject({ kind: 'unknown', why: 'utils.madeUpTomorrow' });
});
