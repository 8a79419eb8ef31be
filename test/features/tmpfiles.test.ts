import { describe, expect, test } from 'vitest';
import { offsetAt } from '../../server/src/base/span';
import { completion } from '../../server/src/features/completion';
import { hover } from '../../server/src/features/hover';
import { preview } from '../../server/src/features/preview';
import { atCursor } from './cursor';

async function told(marked: string): Promise<string> {
  const { snapshot, offset } = await atCursor(marked);
  return JSON.stringify(hover(snapshot, offset, 0)?.contents ?? '');
}

async function labels(marked: string): Promise<readonly string[]> {
  const { snapshot, offset } = await atCursor(marked);
  return completion(snapshot, offset).map(({ label }) => label);
}

/** The text after an item is taken. */
async function accepted(marked: string, label: string): Promise<string> {
  const { snapshot, offset } = await atCursor(marked);
  const edit = completion(snapshot, offset).find((item) => item.label === label)?.textEdit;
  if (edit === undefined || !('range' in edit)) throw new Error(`${label} is not offered`);
  const [start, end] = [edit.range.start, edit.range.end].map((position) => offsetAt(snapshot.lines, position));
  return snapshot.text.slice(0, start) + edit.newText + snapshot.text.slice(end);
}

const rule = (text: string): string => `{ config, ... }: { systemd.tmpfiles.rules = [ "${text}" ]; }`;
const setting = (text: string): string =>
  `{ systemd = { tmpfiles.settings."10-a" = { "/var/lib/a" = { ${text} }; }; }; }`;

describe('a hover tells', () => {
  test.each([
    ['what a type does', rule('d|! /a'), ['**d**', 'folder', 'only at boot']],
    ['what a mode allows', rule('d /a 07|50 a a -'), ['**mode**', 'rwxr-x---']],
    ['how long an age is', rule('d /a 0750 a a 1|0d'), ['**age**', '864000 seconds']],
    ['what an argument is for', rule('L /a - - - - /b|'), ['takes one', 'target']],
    ['the same behind an unknown', rule('d ${config.a.b}/c 07|00'), ['rwx------']],
    ['the same of a setting', setting('d.mode = "06|40";'), ['rw-r-----']],
    ['what a field is', setting('d.a|ge = "1d";'), ['**age**', 'systemd-tmpfiles --clean']],
    ['what a name of a type does', setting('R| = { };'), ['**R**', 'removed']],
    [
      'the same of a rule in a let',
      'let rules = [ "e| /a - - - 1d" ]; in { systemd.tmpfiles = { inherit rules; }; }',
      ['**e**'],
    ],
  ])('%s', async (_name, marked, parts) => {
    const text = await told(marked);
    for (const part of parts) expect(text.toLowerCase()).toContain(part.toLowerCase());
  });
});

describe('completion offers', () => {
  test.each([
    ['types', rule('|'), ['d', 'L', 'f'], ['m', '-']],
    ['signs behind a type', rule('L|'), ['+', '!', '?'], ['d', '~']],
    ['no paths', rule('d |'), [], ['d', '-']],
    ['specifiers of a path', rule('d %|'), ['%t', '%S'], ['%i', '%n']],
    ['modes', rule('d /a |'), ['0755', '-'], ['root']],
    ['users', rule('d /a 0755 |'), ['root', '-'], ['0755']],
    ['ages', rule('d /a 0755 root root |'), ['10d', '-'], ['root']],
    ['units of an age', rule('d /a 0755 root root 10|'), ['d', 'min'], ['10d']],
    ['no age where there is none', rule('f /a 0755 root root |'), ['-'], ['10d']],
    ['what an argument looks like', rule('c /a 0755 root root - |'), ['major:minor'], ['-']],
    ['types as names', setting('|'), ['d', 'L'], ['mode']],
    ['fields as names', setting('d.|'), ['mode', 'user', 'argument'], ['d', 'path']],
    ['values of fields', setting('d.mode = "|";'), ['0750'], ['root']],
    [
      'the users of the document',
      `{ users.users.notes = { }; systemd.tmpfiles.rules = [ "d /a 0755 |" ]; }`,
      ['notes'],
      [],
    ],
  ])('%s', async (_name, marked, offered, others) => {
    const found = await labels(marked);
    expect(found).toEqual(expect.arrayContaining(offered));
    for (const other of others) expect(found).not.toContain(other);
  });

  test('what replaces what is there of the field', async () => {
    expect(await accepted(rule('d /a 07|'), '0750')).toBe(rule('d /a 0750'));
    expect(await accepted(rule('L|'), '+')).toBe(rule('L+'));
    expect(await accepted(rule('d /a - - - 10|'), 'd')).toBe(rule('d /a - - - 10d'));
  });
});

test('the preview shows the files below the units, and leads to their source', async () => {
  const { snapshot } = await atCursor('{ systemd.tmpfiles.rules = [ "d /a" ]; systemd.services.x.script = "true"; }|');
  const shown = preview(snapshot, undefined, (uri) => (uri === snapshot.uri ? snapshot.lines : undefined));
  const lines = shown.text.split('\n');
  expect(lines[0]).toBe('# x.service: system unit of NixOS');
  expect(lines).toContain('# /etc/tmpfiles.d/00-nixos.conf: file of NixOS');
  const at = lines.indexOf('d /a');
  expect(shown.lines.find(({ line }) => line === at)?.range.start).toEqual({ line: 0, character: 29 });
  expect(preview(snapshot, '00-nixos.conf', () => undefined).text).not.toContain('x.service');
});
