import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, runnable, startWorkbench, type Workbench } from './workbench';

const SOURCE = 'what a service serves\n';
const HASH = `sha256-${createHash('sha256').update(SOURCE).digest('base64')}`;

const WRONG = 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
const LOG = `building '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-index.html.drv'...
error: hash mismatch in fixed-output derivation '/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-index.html.drv':
         specified: ${WRONG}
            got:    ${HASH}
error: 1 dependency of derivation '/nix/store/jxg7jx01r6gvcy5m8jgnbbvfxzm4dqyb-unit-web.service.drv' failed to build
`;
const TASKS = {
  version: '2.0.0',
  tasks: [
    {
      label: 'build',
      type: 'process',
      command: 'cat',
      args: ['build.log'],
      group: { kind: 'build', isDefault: true },
      problemMatcher: '$nix-hash-mismatch',
    },
  ],
};

describe.skipIf(!runnable)('in a real VS Code, a hash', () => {
  let origin: Server;
  let requests = 0;
  /** What a download waits for. */
  let gate: Promise<unknown> = Promise.resolve();
  beforeAll(async () => {
    origin = createServer((_, response) => {
      requests += 1;
      void gate.then(() => response.end(SOURCE));
    });
    await new Promise<void>((listening) => origin.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => origin?.close());

  function serviceWithHash(hash: string): string {
    const { port } = origin.address() as AddressInfo;
    return `{ pkgs, ... }:
{
  systemd.services.web = {
    serviceConfig.ExecStart = "\${pkgs.darkhttpd}/bin/darkhttpd \${pkgs.fetchurl {
      url = "http://127.0.0.1:${port}/index.html";
      hash = "${hash}";
    }}";
  };
}
`;
  }

  describe('in a trusted workspace', () => {
    let workbench: Workbench;
    beforeAll(async () => {
      workbench = await startWorkbench({ settings: { 'nixServices.hash.allowInsecure': true } });
    });
    afterAll(() => workbench?.stop());

    test('is fetched and written by the quick fix, and undone', async () => {
      const { page } = workbench;
      const folder = await workbench.open({ 'web.nix': serviceWithHash('') });
      await page.locator('[class*="squiggly-"]').first().waitFor();
      await folder.cursorAfter('hash = "');
      await workbench.offered('Fetch and fix hash');
      await workbench.screenshot('hash-quick-fix');
      const progress = page.locator('.notification-toast', { hasText: 'Fetch' });
      gate = progress.first().waitFor();
      await page.keyboard.press('Enter');
      await gate;
      await workbench.screenshot('hash-progress');
      await page.locator('.view-line', { hasText: HASH }).waitFor();
      await workbench.screenshot('hash-fixed');
      expect(await folder.save('web.nix')).toBe(serviceWithHash(HASH));

      await page.locator('.view-line', { hasText: HASH }).click();
      await page.keyboard.press('Control+Z');
      expect(await folder.save('web.nix')).toBe(serviceWithHash(''));
    });

    test('in the log of a task leads to the source, and is written by the quick fix', async () => {
      const { page } = workbench;
      const folder = await workbench.open({
        'web.nix': serviceWithHash(WRONG),
        'build.log': LOG,
        '.vscode/tasks.json': JSON.stringify(TASKS),
      });
      // The lens tells that the server is there.
      await page.locator('.codelens-decoration', { hasText: 'Preview web.service' }).first().waitFor();
      await workbench.command('Tasks: Run Build Task');
      await page.locator('[class*="squiggly-warning"]').first().waitFor();
      await workbench.screenshot('hash-from-task');
      await folder.cursorAfter('hash = "');
      await workbench.offered(`Change to ${HASH}`);
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: HASH }).waitFor();
      expect(await folder.save('web.nix')).toBe(serviceWithHash(HASH));
    });
  });

  describe('in a workspace that is not trusted', () => {
    let workbench: Workbench;
    beforeAll(async () => {
      workbench = await startWorkbench({
        trust: true,
        settings: {
          'nixServices.hash.allowInsecure': true,
          'security.workspace.trust.startupPrompt': 'never',
        },
      });
    });
    afterAll(() => workbench?.stop());

    test('is refused with one message and nothing is fetched', async () => {
      const { page } = workbench;
      requests = 0;
      const folder = await workbench.open({ 'web.nix': serviceWithHash('') });
      await page.locator('[class*="squiggly-"]').first().waitFor();
      await folder.cursorAfter('hash = "');
      await workbench.command('Nix Services: Fetch and Fix Hash');
      await page.locator('.notification-toast', { hasText: 'trusted' }).waitFor();
      // The progress of the fetch goes, the message stays.
      await expect.poll(() => page.locator('.notification-toast').count(), { timeout: PATIENCE_MS }).toBe(1);
      await workbench.screenshot('hash-refused');
      expect(await folder.save('web.nix')).toBe(serviceWithHash(''));
      expect(requests).toBe(0);
    });
  });
});
