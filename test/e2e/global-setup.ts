import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { missing } from './requirements';

const ROOT = join(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** The packaged extension; undefined where it cannot be run. */
    vsix: string | undefined;
  }
}

/** Packages the extension as it would be released, from what lies in dist/. */
export default function setup(project: TestProject): (() => void) | undefined {
  const needed = missing();
  if (needed !== undefined) {
    console.warn(`${needed} They are skipped.`);
    project.provide('vsix', undefined);
    return undefined;
  }
  const folder = mkdtempSync(join(tmpdir(), 'nix-services-vsix-'));
  const vsix = join(folder, 'nix-services.vsix');
  execFileSync('npm', ['run', 'vsix', '--', '--out', vsix], { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' });
  project.provide('vsix', vsix);
  return () => rmSync(folder, { recursive: true, force: true });
}
