import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Folder, PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

const BESIDE = 1;

const GREETER = `{ pkgs, ... }:
{
  systemd.services.greeter = {
    wantedBy = [ "multi-user.target" ];
    serviceConfig = {
      ExecStart = "\${pkgs.hello}/bin/hello";
      User = "greeter";
    };
  };
}
`;

describe.skipIf(!runnable)('in a real VS Code, hardening', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench();
  });
  afterAll(() => workbench?.stop());

  /** Waits until the lens over the service shows a figure. */
  async function lens(text: string): Promise<void> {
    await workbench.page
      .locator('.codelens-decoration a', { hasText: `Exposure ${text}` })
      .first()
      .waitFor();
  }

  async function openService(): Promise<Folder> {
    const folder = await workbench.open({ 'greeter.nix': GREETER });
    await lens('9.0 UNSAFE');
    return folder;
  }

  test('the lens over a service follows what is typed', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('User = "greeter";');
    await page.keyboard.press('Enter');
    await page.keyboard.type('DynamicUser = true;');
    await lens('8.2 EXPOSED');
    await workbench.screenshot('exposure-live');
  });

  test('a set is shown as a diff, applied, and undone', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('ExecStart');
    await workbench.offered('Harden: safe set (9.0 → 1.6)');
    await workbench.screenshot('harden-actions');
    await page.keyboard.press('Enter');

    await page.locator('.monaco-diff-editor .view-line', { hasText: 'NoNewPrivileges' }).first().waitFor();
    const choice = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Apply' });
    await choice.waitFor();
    await workbench.screenshot('harden-diff');
    await page.keyboard.press('Enter');
    await page.locator('.monaco-diff-editor').first().waitFor({ state: 'hidden' });
    await lens('1.6 OK');
    await workbench.screenshot('harden-applied');

    await page.locator('.editor-group-container .view-line', { hasText: 'ExecStart' }).first().click();
    await page.keyboard.press('Control+Z');
    await lens('9.0 UNSAFE');
    expect(await folder.save('greeter.nix')).toBe(GREETER);
  });

  test('a set that is not accepted changes nothing, and tells what it could break', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('ExecStart');
    await workbench.offered('Harden: safe set');
    await page.keyboard.press('Enter');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'What it could break' }).click();
    await rows.filter({ hasText: 'Programs that gain rights' }).waitFor();
    await workbench.screenshot('harden-notes');
    await page.keyboard.press('Escape');
    await page.locator('.monaco-diff-editor').first().waitFor({ state: 'hidden' });
    await lens('9.0 UNSAFE');
    expect(await workbench.lines().then((lines) => lines.join('\n'))).not.toContain('NoNewPrivileges');
  });

  test('the directives of a service are extracted to a file that the service imports', async () => {
    const { page } = workbench;
    const folder = await workbench.open({
      'greeter.nix': GREETER.replace('User = "greeter";', 'NoNewPrivileges = true;\n      PrivateTmp = true;'),
    });
    await lens('9.');
    await folder.cursorAfter('ExecStart');
    const title = 'Extract hardening to hardening.nix';
    await workbench.offered(title);
    await page.keyboard.press('ArrowDown');
    await page.locator('.action-widget .monaco-list-row.focused', { hasText: title }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.view-line', { hasText: 'import ./hardening.nix' }).first().waitFor();
    await workbench.screenshot('harden-extracted');
    await lens('9.');
  });

  test('the lens opens the assessment beside the file, which follows what is typed', async () => {
    const { page } = workbench;
    const folder = await openService();
    await page.locator('.codelens-decoration a', { hasText: 'Exposure' }).first().click();
    await page.locator('.tab', { hasText: 'Exposure of greeter.service' }).waitFor();
    const lines = () => workbench.lines(BESIDE).then((all) => all.join('\n'));
    await expect.poll(lines, { timeout: PATIENCE_MS }).toContain('# Exposure of greeter.service: 9.0 UNSAFE');
    await expect.poll(lines, { timeout: PATIENCE_MS }).toMatch(/Harden: safe set +\| 9\.0 \| 1\.6/);
    await workbench.screenshot('assessment');
    await folder.cursorAfter('User = "greeter";');
    await page.keyboard.press('Enter');
    await page.keyboard.type('DynamicUser = true;');
    await expect.poll(lines, { timeout: PATIENCE_MS }).toContain('# Exposure of greeter.service: 8.2 EXPOSED');
  });

  test('hovering the name of a service sums up its exposure', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('systemd.services.gree');
    await workbench.command('Show or Focus Hover');
    await page.locator('.monaco-hover:visible', { hasText: 'exposure 9.0 UNSAFE' }).first().waitFor();
    await workbench.screenshot('exposure-hover');
  });
});
