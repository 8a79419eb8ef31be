import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ISOLATED_LEASE_SERVER, LEASE_SERVER, LEASE_SERVER_UNIT } from './lease-server';
import { type Folder, PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

const PREVIEW = 1;

/** NIX_PATH as NixOS sets it for channels; it names the folder that `pkgs.path` is. */
const CHANNEL = 'nixpkgs=/nix/var/nix/profiles/per-user/root/channels/nixos';

describe.skipIf(!runnable)('in a real VS Code, the preview', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench({ env: { NIX_PATH: CHANNEL } });
  });
  afterAll(() => workbench?.stop());

  /** Waits until the preview has a line. */
  async function previewLine(text: string): Promise<void> {
    await expect.poll(() => workbench.lines(PREVIEW), { timeout: PATIENCE_MS }).toContain(text);
  }

  /** Opens the service and its preview by the keyboard. */
  async function openPreview(): Promise<Folder> {
    const folder = await workbench.open({ 'configuration.nix': ISOLATED_LEASE_SERVER });
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('v');
    await previewLine('CPUQuota=200%');
    return folder;
  }

  test('opens from the lens above a unit and shows it line by line as it was on a real machine', async () => {
    const { page } = workbench;
    await workbench.open({ 'configuration.nix': LEASE_SERVER });
    await page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
    await page.locator('.tab', { hasText: 'kea-lease-server.service' }).waitFor();
    await previewLine('[Service]');
    const lines = await workbench.lines(PREVIEW);
    const written = lines.slice(lines.indexOf('[Unit]')).join('\n');
    expect(written).toBe(LEASE_SERVER_UNIT);
    await workbench.screenshot('preview');
  });

  test('has the colours of a unit file', async () => {
    const { page } = workbench;
    await openPreview();
    const group = page.locator('.editor-group-container').nth(PREVIEW);
    const spans = group.locator('.view-line', { hasText: 'CPUQuota=200%' }).locator('span > span');
    const colours = async (): Promise<number> =>
      new Set(await spans.evaluateAll((all) => all.map((span) => span.className))).size;
    await expect.poll(colours, { timeout: PATIENCE_MS }).toBeGreaterThan(1);
  });

  test('follows what is typed', async () => {
    const { page } = workbench;
    const folder = await openPreview();
    await folder.cursorAfter('CPUQuota = "');
    await page.keyboard.type('1');
    await previewLine('CPUQuota=1200%');
    await workbench.screenshot('preview-live');
  });

  test('shows the lines that the cursor is at, and leads back to where a line was written', async () => {
    const { page } = workbench;
    const folder = await openPreview();
    await folder.cursorAfter('CPUQuota = "20');
    const preview = page.locator('.editor-group-container').nth(PREVIEW);
    await expect.poll(() => workbench.highlighted(PREVIEW), { timeout: PATIENCE_MS }).toEqual(['CPUQuota=200%']);
    await workbench.screenshot('preview-reveal');

    await preview.locator('.view-line', { hasText: 'WantedBy=default.target' }).click();
    await expect
      .poll(() => workbench.highlighted(), { timeout: PATIENCE_MS })
      .toEqual(['    wantedBy = [ "default.target" ];']);
    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'configuration.nix' }).first().waitFor();
    await expect
      .poll(() => page.locator('#status\\.editor\\.selection').innerText(), { timeout: PATIENCE_MS })
      .toContain('Ln 12');
  });
});
