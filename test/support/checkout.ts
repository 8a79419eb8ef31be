import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a fetched repository, and what removes it again where it is a temporary one. */
export interface Checkout {
  readonly folder: string;
  readonly done: () => void;
}

/** The work tree at a path, or that of the git directory at a path, unpacked into a temporary folder; `has` is a file or folder of it. */
export function checkout(path: string, has: string): Checkout {
  if (existsSync(join(path, has))) return { folder: path, done: () => undefined };
  const target = mkdtempSync(join(tmpdir(), 'checkout-'));
  const archive = spawnSync('git', ['--git-dir', path, 'archive', 'HEAD'], { maxBuffer: 1024 * 1024 * 1024 });
  const unpacked = spawnSync('tar', ['-x', '-C', target], { input: archive.stdout });
  if (archive.status !== 0 || unpacked.status !== 0) throw new Error(`no ${has} in ${path}`);
  return { folder: target, done: () => rmSync(target, { recursive: true, force: true }) };
}

/** The `.nix` files below a folder, by absolute path. */
export function nixFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nix'))
    .map((name) => join(folder, name))
    .sort();
}
