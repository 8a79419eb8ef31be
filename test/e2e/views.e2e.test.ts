import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

const PREVIEW = 1;

const MODULE = `{ config, lib, ... }:
let
  cfg = config.services.notes;
in
{
  options.services.notes = {
    enable = lib.mkEnableOption "notes";
    port = lib.mkOption { default = 8080; };
  };
  config = lib.mkIf cfg.enable {
    systemd.services.notes = {
      after = lib.optional config.services.ledger.enable "ledger.service";
      serviceConfig.ExecStart = "/bin/notes --port \${toString cfg.port}";
    };
  };
}
`;

const HOST = 'nixpkgs.lib.nixosSystem { modules = [ ./notes.nix { services.notes.enable = true; services.notes.port = ';
const FLAKE = `{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.attic = ${HOST}1111; } ]; };
    nixosConfigurations.cellar = ${HOST}2222; } ]; };
  };
}
`;

describe.skipIf(!runnable)('in a real VS Code, the preview follows', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench();
  });
  afterAll(() => workbench?.stop());

  async function previewLine(text: string): Promise<void> {
    await expect.poll(() => workbench.lines(PREVIEW), { timeout: PATIENCE_MS }).toContain(text);
  }

  async function openPreview(files: Readonly<Record<string, string>>): Promise<void> {
    await workbench.open(files);
    await workbench.page.locator('.codelens-decoration a', { hasText: 'Preview' }).first().click();
    await previewLine('[Service]');
  }

  test('an assumption that is flipped, and one that is reset', async () => {
    const { page } = workbench;
    await openPreview({ 'notes.nix': MODULE });
    await previewLine('After=ledger.service');
    await workbench.command('Nix Services: Change Assumptions…');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'config.services.ledger.enable' });
    await row.filter({ hasText: 'true, assumed' }).click();
    await row.filter({ hasText: 'false, as you chose' }).waitFor();
    await expect.poll(() => workbench.lines(PREVIEW), { timeout: PATIENCE_MS }).not.toContain('After=ledger.service');
    await workbench.screenshot('assumptions');
    await page
      .locator('.quick-input-titlebar .action-label, .quick-input-inline-action-bar .action-label')
      .first()
      .click();
    await row.filter({ hasText: 'true, assumed' }).waitFor();
    await previewLine('After=ledger.service');
    await page.keyboard.press('Escape');
  });

  test('the host that is picked', async () => {
    const { page } = workbench;
    await openPreview({ 'notes.nix': MODULE, 'flake.nix': FLAKE });
    await previewLine('ExecStart=/bin/notes --port 8080');
    await workbench.command('Nix Services: Select Host…');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'nixosConfigurations.cellar' }).waitFor();
    await workbench.screenshot('hosts');
    await rows.filter({ hasText: 'nixosConfigurations.cellar' }).click();
    await previewLine('ExecStart=/bin/notes --port 2222');
    await page.locator('#status\\.languageStatus').hover();
    await page.locator('.hover-language-status', { hasText: 'nixosConfigurations.cellar' }).waitFor();
    await workbench.screenshot('host-picked');
  });
});
