import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ISOLATED_LEASE_SERVER } from './lease-server';
import { PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

/** Crashes in a short time after which the server is not started again. */
const TOO_MANY = 5;

describe.skipIf(!runnable)('in a real VS Code, the language server', () => {
  let workbench: Workbench;
  beforeAll(async () => {
    workbench = await startWorkbench({});
  });
  afterAll(() => workbench?.stop());

  async function crash(): Promise<void> {
    await expect.poll(() => workbench.serverProcesses().length, { timeout: PATIENCE_MS }).toBe(1);
    const [server] = workbench.serverProcesses();
    if (server === undefined) throw new Error('there is no server to end');
    process.kill(server, 'SIGKILL');
    await expect.poll(() => workbench.serverProcesses(), { timeout: PATIENCE_MS }).not.toContain(server);
  }

  test('comes back after a crash, gives up after several, says so in the status alone, and can be restarted', async () => {
    const { page } = workbench;
    const squiggle = page.locator('.squiggly-warning').first();
    const status = page.locator('.hover-language-status', { hasText: 'Nix Services: stopped' });
    await workbench.open({ 'configuration.nix': ISOLATED_LEASE_SERVER });
    await squiggle.waitFor();

    await crash();
    await expect.poll(() => workbench.serverProcesses().length, { timeout: PATIENCE_MS }).toBe(1);
    await squiggle.waitFor();

    for (let crashes = 1; crashes < TOO_MANY; crashes++) await crash();
    await page.locator('#status\\.languageStatus').click();
    await status.waitFor();
    await workbench.screenshot('server-stopped');
    expect(workbench.serverProcesses()).toEqual([]);
    expect(await page.locator('.notification-toast').count()).toBe(0);
    await page.keyboard.press('Escape');

    await workbench.command('Nix Services: Restart Server');
    await squiggle.waitFor();
    expect(workbench.serverProcesses()).toHaveLength(1);
  });
});
