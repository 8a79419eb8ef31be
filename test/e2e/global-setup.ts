import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { missing } from './requirements';
import { SETTINGS } from './settings';
import { startVSCode } from './vscode/server.mjs';

const ROOT = join(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** The packaged extension in a VS Code that test files use one after the other; undefined where it cannot be run. */
    vscode:
      | { readonly vsix: string; readonly port: number; readonly data: string; readonly browser: string }
      | undefined;
  }
}

/** Packages the extension as it would be released, from what lies in dist/, and starts a VS Code with it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const needed = missing();
  if (needed !== undefined) {
    console.warn(`${needed} They are skipped.`);
    project.provide('vscode', undefined);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'nix-services-vsix-'));
  const vsix = join(folder, 'nix-services.vsix');
  execFileSync('npm', ['run', 'vsix', '--', '--out', vsix], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  const { port, data, stop } = await startVSCode({ vsix, settings: SETTINGS });
  // A browser that was here before has VS Code's page at hand.
  project.provide('vscode', { vsix, port, data, browser: join(folder, 'browser') });
  return async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
