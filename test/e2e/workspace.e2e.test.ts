import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

const PROXY = `{ ... }:
{
  systemd.services.proxy = {
    after = [ "web.service" ];
    script = "systemctl is-active web";
  };
}
`;
const WEB = `{ ... }:
{
  systemd.services.web = {
    description = "Serves pages";
    script = "true";
  };
}
`;

describe.skipIf(!runnable)('in a real VS Code, across files', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench();
  });
  afterAll(() => workbench?.stop());

  test('a unit is followed from another file, found among the symbols, and renamed in both', async () => {
    const { page } = workbench;
    const folder = await workbench.open({ 'proxy.nix': PROXY, 'modules/web.nix': WEB });
    await page.locator('.codelens-decoration', { hasText: 'Preview proxy.service' }).first().waitFor();

    await folder.cursorAfter('"web.ser');
    await workbench.command('Show or Focus Hover');
    await page.locator('.monaco-hover:visible', { hasText: 'web.service' }).first().waitFor();
    await workbench.screenshot('unit-hover');
    await page.keyboard.press('Escape');

    await page.keyboard.press('F12');
    await page.locator('.tab.active', { hasText: 'web.nix' }).waitFor();
    await page.locator('.view-line', { hasText: 'Serves pages' }).first().waitFor();
    await workbench.screenshot('unit-definition');

    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget input');
    await input.fill('#proxy');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'proxy.service' }).first().waitFor();
    await workbench.screenshot('unit-symbols');
    await input.press('Escape');
    await input.waitFor({ state: 'hidden' });

    await page.keyboard.press('F2');
    const box = page.locator('.rename-box input');
    await box.waitFor();
    await box.fill('site');
    await workbench.screenshot('unit-rename');
    await box.press('Enter');
    await page.locator('.view-line', { hasText: 'systemd.services.site' }).first().waitFor();
    expect(await folder.save('modules/web.nix')).toBe(WEB.replace('services.web', 'services.site'));
    await expect
      .poll(() => folder.save('proxy.nix'), { timeout: PATIENCE_MS })
      .toBe(PROXY.replace('web.service', 'site.service').replace('is-active web', 'is-active site'));
  });
});
