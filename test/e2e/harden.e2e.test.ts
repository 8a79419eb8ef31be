import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Folder, PATIENCE_MS, startWorkbench, type Workbench } from './workbench';

const vsix = inject('vsix');
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

describe.skipIf(vsix === undefined)('in a real VS Code, hardening', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench({ vsix: vsix ?? '' });
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
    await page.keyboard.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row', { hasText: 'Harden: safe set (9.0 → 1.6)' });
    await action.first().waitFor();
    await workbench.screenshot('harden-actions');
    await page.keyboard.press('Enter');

    const apply = page.locator('.monaco-button', { hasText: 'Apply' });
    await apply.first().waitFor();
    await page.locator('.edit-checkbox').first().check();
    await page.locator('.monaco-list-row', { hasText: 'NoNewPrivileges' }).first().click();
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'NoNewPrivileges' }).first().waitFor();
    await workbench.screenshot('harden-diff');
    await apply.first().click();
    await lens('1.6 OK');
    await workbench.screenshot('harden-applied');

    await page.locator('.editor-group-container .view-line', { hasText: 'ExecStart' }).first().click();
    await page.keyboard.press('Control+Z');
    await lens('9.0 UNSAFE');
    expect(await folder.save('greeter.nix')).toBe(GREETER);
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
