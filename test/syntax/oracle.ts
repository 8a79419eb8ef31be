import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunResult, Tool } from '../support/tools';

const ENV = { NIX_REMOTE: 'dummy://', NIX_CONFIG: 'extra-experimental-features = pipe-operators' };

/** Runs `nix-instantiate --parse` on texts; the callback gets its answer, and the folder that relative paths start in. */
export function parseWithNix<T>(nix: Tool, texts: readonly string[], use: (result: RunResult, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'nix-parse-'));
  try {
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.nix`);
      writeFileSync(file, text);
      return file;
    });
    return use(nix.run(['--readonly-mode', '--parse', ...files], { env: ENV }), folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
