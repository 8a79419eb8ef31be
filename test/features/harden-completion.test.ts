import { describe, expect, test } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { offsetAt } from '../../server/src/base/span';
import { completion } from '../../server/src/features/completion';
import { exposureOf } from '../../server/src/units/exposure';
import { snapshotOf } from '../support/snapshot';

async function complete(marked: string, path?: string): Promise<readonly CompletionItem[]> {
  const offset = marked.indexOf('|');
  return completion(await snapshotOf(marked.replace('|', ''), path), offset);
}

async function accepted(marked: string, label: string): Promise<string> {
  const snapshot = await snapshotOf(marked.replace('|', ''));
  const edit = completion(snapshot, marked.indexOf('|')).find((item) => item.label === label)?.textEdit;
  if (edit === undefined || !('range' in edit)) throw new Error(`${label} is not offered`);
  const [start, end] = [edit.range.start, edit.range.end].map((position) => offsetAt(snapshot.lines, position));
  return snapshot.text.slice(0, start) + edit.newText + snapshot.text.slice(end);
}

const SETS = `let
  other = { Restart = "always"; };
  hardening = { NoNewPrivileges = true; PrivateTmp = true; SystemCallFilter = [ "~@mount" "~@swap" ]; };
in`;
const module = (config: string, bindings = SETS): string =>
  `{ lib, ... }: ${bindings} {\n  systemd.services.a = {\n    script = "a";\n    ${config}\n  };\n}\n`;

describe('a set of hardening directives is offered', () => {
  test('as it is, and with more, with the figure that it leads to', async () => {
    const items = await complete(module('serviceConfig = |'));
    expect(items.map(({ label }) => label)).toEqual(['hardening', 'hardening // { … }']);
    const text = await accepted(module('serviceConfig = |'), 'hardening');
    const [unit] = (await snapshotOf(text)).analysis().units;
    const after = unit && exposureOf(unit, 262);
    expect(items[0]?.detail).toBe(`exposure 9.4 → ${after?.overall.toFixed(1)} ${after?.band}`);
    expect(items[0]?.documentation).toBe('NoNewPrivileges, PrivateTmp, SystemCallFilter');
  });

  const EDITS: readonly (readonly [before: string, label: string, after: string])[] = [
    ['serviceConfig = |;', 'hardening', 'serviceConfig = hardening;'],
    ['serviceConfig = har|', 'hardening', 'serviceConfig = hardening;'],
    ['serviceConfig = |', 'hardening // { … }', 'serviceConfig = hardening // {\n\t$1\n};'],
    ['serviceConfig = |;', 'hardening // { … }', 'serviceConfig = hardening // {\n\t$1\n};'],
    ['serviceConfig = |{ User = "a"; };', 'hardening // ', 'serviceConfig = hardening // { User = "a"; };'],
  ];
  test.each(EDITS)('%s', async (before, label, after) => {
    expect(await accepted(module(before), label)).toBe(module(after));
  });

  const BINDINGS: readonly (readonly [what: string, bindings: string])[] = [
    ['made of two', 'let a = { PrivateTmp = true; }; hardening = a // { UMask = "0077"; }; in'],
    ['imported', 'let hardening = import ./fixtures/hardening/extracted/both.nix; in'],
    [
      'imported with arguments',
      'let hardening = import ./fixtures/hardening/extracted/function.nix { inherit lib; }; in',
    ],
    [
      'inherited from a set',
      'let sets.x = 1; all = { hardening = { PrivateTmp = true; UMask = "0077"; }; }; inherit (all) hardening; in',
    ],
  ];
  test.each(BINDINGS)('that is %s', async (_, bindings) => {
    const [item] = await complete(module('serviceConfig = |', bindings));
    expect(item?.label).toBe('hardening');
    expect(item?.documentation).toBe('PrivateTmp, UMask');
  });

  test('in a unit of home-manager', async () => {
    const items = await complete(`${SETS} { systemd.user.services.a = { Unit.Description = "a"; Service = |; }; }`);
    expect(items.map(({ label }) => label)).toContain('hardening');
  });

  test.each([
    ['other sets', module('serviceConfig = |', 'let common = { Restart = "always"; PrivateTmp = true; }; in')],
    ['timers', `${SETS} { systemd.timers.a.timerConfig = |; }`],
    ['sets out of reach', `{ a = ${SETS} { }; systemd.services.a.serviceConfig = |; }`],
    [
      'a set that is itself',
      'let hardening = hardening // { UMask = "7"; }; in { systemd.services.a.serviceConfig = |; }',
    ],
  ])('but not for %s', async (_, text) => {
    expect((await complete(text)).map(({ label }) => label)).not.toContain('hardening');
  });
});
