import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

/** The editor group beside the source. */
const BESIDE = 1;

const MODULE = `{ config, pkgs, ... }:
{
  systemd.services.backup = {
    startAt = "daily";
    script = ''
      for file in /var/lib/notes/*; do
        cp $file "\${config.services.backup.folder}"
      done
    '';
  };
}
`;

/** What the stand-in for Nix writes: another destination, a real hash, a version. */
const WRITTEN = `[Unit]

[Service]
Environment="PATH=/nix/store/0123456789abcdfghijklmnpqrsvwxyz-coreutils-9.5/bin"
ExecStart=/nix/store/zyxwvsrqpnmlkjihgfdcba9876543210-unit-script-backup-start/bin/backup-start${' '}
Type=oneshot
`;

const STAND_INS = {
  nix: `#!/bin/sh
case "$*" in
  *attrNames) echo '["web"]' ;;
  *) printf '%s\\n' '${JSON.stringify(WRITTEN)}' ;;
esac
`,
  shellcheck: `#!/bin/sh
while IFS= read -r line; do
  case "$line" in *'$file'*) found=1 ;; esac
done
[ -z "$found" ] && { echo '{"comments":[]}'; exit; }
echo '{"comments":[{"line":5,"column":6,"endLine":5,"endColumn":11,"level":"info","code":2086,"message":"Double quote to prevent globbing and word splitting.","fix":{"replacements":[{"line":5,"column":6,"endLine":5,"endColumn":6,"replacement":"\\""},{"line":5,"column":11,"endLine":5,"endColumn":11,"replacement":"\\""}]}}]}'
`,
};

describe.skipIf(!runnable)('in a real VS Code, a script', () => {
  let workbench: Workbench;
  let programs: string;
  beforeAll(async () => {
    programs = mkdtempSync(join(tmpdir(), 'stand-ins-'));
    for (const [name, text] of Object.entries(STAND_INS)) {
      writeFileSync(join(programs, name), text);
      chmodSync(join(programs, name), 0o755);
    }
    workbench = await startWorkbench({
      settings: { 'nixServices.shellcheck': 'on', 'nixServices.programPath': [programs, 'PATH'] },
    });
  });
  afterAll(async () => {
    await workbench?.stop();
    rmSync(programs, { recursive: true, force: true });
  });

  /** Waits until the editor beside the source has a line. */
  async function lineBeside(text: string): Promise<void> {
    await expect.poll(() => workbench.lines(BESIDE), { timeout: PATIENCE_MS }).toContain(text);
  }

  const inEditor = (group: number, text: string) =>
    workbench.page.locator('.editor-group-container').nth(group).locator('.view-line', { hasText: text });

  test('opens from the lens above its text, in the colours of a shell, and follows what is typed', async () => {
    const { page } = workbench;
    const folder = await workbench.open({ 'backup.nix': MODULE });
    await page.locator('.codelens-decoration a', { hasText: 'Open backup-start' }).first().click();
    await page.locator('.tab', { hasText: 'backup-start' }).waitFor();
    await lineBeside('  cp $file "‹config.services.backup.folder›"');
    const spans = inEditor(BESIDE, 'cp $file').locator('span > span');
    const colours = async (): Promise<number> =>
      new Set(await spans.evaluateAll((all) => all.map((span) => span.className))).size;
    await expect.poll(colours, { timeout: PATIENCE_MS }).toBeGreaterThan(1);
    await folder.cursorAfter('cp $file');
    await expect
      .poll(() => workbench.highlighted(BESIDE), { timeout: PATIENCE_MS })
      .toEqual(['  cp $file "‹config.services.backup.folder›"']);
    await page.keyboard.type('s');
    await lineBeside('  cp $files "‹config.services.backup.folder›"');
    await workbench.screenshot('script');
  });

  test('opens from its path in the preview', async () => {
    const { page } = workbench;
    await workbench.open({ 'backup.nix': MODULE });
    await page.locator('.codelens-decoration a', { hasText: 'Preview backup.service' }).first().click();
    await inEditor(BESIDE, 'ExecStart=').locator('.detected-link').first().waitFor();
    await inEditor(BESIDE, 'ExecStart=').click();
    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'backup-start' }).first().waitFor();
    await workbench.screenshot('script-link');
  });

  test('is underlined where ShellCheck complains, and mended in the Nix text', async () => {
    const { page } = workbench;
    const folder = await workbench.open({ 'backup.nix': MODULE });
    await page.locator('.squiggly-info').first().waitFor();
    await folder.cursorAfter('cp $fi');
    await workbench.offered('Fix SC2086');
    await workbench.screenshot('shellcheck');
    await page.keyboard.press('Enter');
    await inEditor(0, 'cp "$file"').first().waitFor();
    expect(await folder.save('backup.nix')).toBe(MODULE.replace('$file', '"$file"'));
  });

  test("is compared with what Nix writes for the file's host", async () => {
    const { page } = workbench;
    const folder = await workbench.open({ 'backup.nix': MODULE, 'flake.nix': '{ outputs = _: { }; }' });
    await page.locator('.codelens-decoration a', { hasText: 'Preview backup.service' }).first().waitFor();
    await folder.cursorAfter('startAt');
    await workbench.command('Nix Services: Compare with Nix');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'backup.service' }).click();
    await page.locator('.tab.active', { hasText: 'backup.service: Nix ↔ preview (store hashes hidden)' }).waitFor();
    const diff = page.locator('.monaco-diff-editor');
    await diff.locator('.editor.original .view-line', { hasText: 'Type=oneshot' }).waitFor();
    await diff
      .locator('.editor.modified .view-line', { hasText: 'ExecStart=/nix/store/…-unit-script-backup-start' })
      .waitFor();
    await diff.locator('.line-delete').first().waitFor();
    await workbench.screenshot('compare');
  });
});
