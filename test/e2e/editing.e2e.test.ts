import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import snippets from '../../snippets/nix.json';
import { expand } from '../package/snippet';
import { ISOLATED_LEASE_SERVER } from './lease-server';
import { type Folder, runnable, startWorkbench, type Workbench } from './workbench';

describe.skipIf(!runnable)('in a real VS Code, while editing', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench();
  });
  afterAll(() => workbench?.stop());

  /** Opens the service and waits until the server has looked at it. */
  async function openService(): Promise<Folder> {
    const folder = await workbench.open({ 'configuration.nix': ISOLATED_LEASE_SERVER });
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    return folder;
  }

  test('a misspelt directive is underlined, explained on hover, and mended by a quick fix', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('PrivatePI');
    await workbench.command('Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'PrivatePID' });
    await hover.first().waitFor();
    await workbench.screenshot('finding');
    await page.keyboard.press('Escape');

    await workbench.offered('PrivatePIDs');
    await workbench.screenshot('quick-fix');
    await page.keyboard.press('Enter');
    await page.locator('.squiggly-warning').first().waitFor({ state: 'detached' });
    expect(await folder.save('configuration.nix')).toBe(ISOLATED_LEASE_SERVER.replace('PrivatePID ', 'PrivatePIDs '));
  });

  test('hovering a directive tells its type and where it is documented', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('CPUQ');
    await workbench.command('Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible', { hasText: 'systemd.resource-control' });
    await hover.first().waitFor();
    await workbench.screenshot('hover');
  });

  test('a directive is completed', async () => {
    const { page } = workbench;
    const folder = await openService();
    await folder.cursorAfter('PrivateTmp = true;');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Mem');
    const row = page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'MemoryMax' });
    await row.first().waitFor();
    await workbench.screenshot('completion');
    await page.keyboard.type('oryMax');
    await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'MemoryMax' }).waitFor();
    await page.keyboard.press('Tab');
    await page.locator('.view-line', { hasText: 'MemoryMax' }).waitFor();
    expect(await folder.save('configuration.nix')).toMatch(/PrivateTmp = true;\n {6}MemoryMax/);
  });

  test('a snippet is inserted and its tab stops are followed', async () => {
    const { page } = workbench;
    const module = '{ pkgs, ... }:\n{\n\n}\n';
    const folder = await workbench.open({ 'web.nix': module });
    await folder.cursorAfter('{\n');
    await page.keyboard.type('nixos-service');
    await page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'nixos-service' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type('web');
    await page.keyboard.press('Tab');
    await page.keyboard.type('A web server');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await workbench.screenshot('snippet');
    const expected = expand(snippets['NixOS service'].body)
      .replace('systemd.services.name', 'systemd.services.web')
      .replace('What it does', 'A web server');
    expect(await folder.save('web.nix')).toBe(`{ pkgs, ... }:\n{\n${expected}\n}\n`);
  });

  test('a broken and an empty file show no message', async () => {
    const { page } = workbench;
    await workbench.open({ 'broken.nix': '{ systemd.services.x = { serviceConfig.', 'empty.nix': '' });
    await workbench.command('Nix Services: Preview Units');
    await page.locator('.editor-group-container').nth(1).waitFor();
    await workbench.screenshot('broken-file');
    expect(await page.locator('.notification-toast').count()).toBe(0);
  });
});
