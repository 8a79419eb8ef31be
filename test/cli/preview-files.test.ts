import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run';

const cwd = mkdtempSync(join(tmpdir(), 'preview-files-'));
writeFileSync(
  join(cwd, 'notes.nix'),
  '{\n  systemd.tmpfiles.rules = [ "d /run/notes" ];\n  systemd.services.notes.script = "true";\n}\n',
);
const text =
  '# This file is created automatically and should not be modified.\n# Please change the option ‘systemd.tmpfiles.rules’ instead.\n\nd /run/notes\n';

test('files stand beside the units, with the place behind each line', () => {
  const { files, units } = JSON.parse(run(['preview', 'notes.nix', '--json'], { cwd }).stdout);
  expect(units).toHaveLength(1);
  expect(files).toMatchObject([
    { path: '/etc/tmpfiles.d/00-nixos.conf', type: 'tmpfiles', kind: 'nixos', scope: 'system', text },
  ]);
  expect(files[0].lines).toEqual([
    {
      line: 3,
      uri: expect.stringMatching(/notes\.nix$/),
      range: { start: { line: 1, character: 29 }, end: { line: 1, character: 43 } },
    },
  ]);
});

test('a file is asked for by its name', () => {
  const shown = run(['preview', 'notes.nix', '--unit', '00-nixos.conf'], { cwd }).stdout;
  expect(shown).toContain(`# /etc/tmpfiles.d/00-nixos.conf\n`);
  expect(shown.endsWith(text)).toBe(true);
  expect(shown).not.toContain('notes.service');
});

test('JSON without files is as it was', () => {
  writeFileSync(join(cwd, 'bare.nix'), '{ systemd.services.notes.script = "true"; }\n');
  expect(Object.keys(JSON.parse(run(['preview', 'bare.nix', '--json'], { cwd }).stdout))).toEqual(['units', 'errors']);
});
