import { createReadStream } from 'node:fs';
import { lstat, mkdtemp, readdir, readlink, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import type { TemporaryFolder } from '../../base/host';
import type { FileTree, Streamed } from '../../base/tree';
import { bytesText } from '../../store/bytes';

const SLASH = Buffer.from('/');
const OWNER_EXECUTES = 0o100;

async function treeOf(path: Buffer, without: ReadonlySet<string>): Promise<FileTree<Streamed>> {
  const stat = await lstat(path);
  if (stat.isSymbolicLink())
    return { kind: 'symlink', target: bytesText(await readlink(path, { encoding: 'buffer' })) };
  if (stat.isFile()) {
    const executable = (stat.mode & OWNER_EXECUTES) !== 0;
    return { kind: 'regular', executable, size: stat.size, contents: () => createReadStream(path) };
  }
  if (!stat.isDirectory()) throw new Error(`${bytesText(path)} is neither a file, a folder nor a symbolic link`);
  const entries = new Map<string, FileTree<Streamed>>();
  for (const name of await readdir(path, { encoding: 'buffer' })) {
    const text = bytesText(name);
    if (!without.has(text)) entries.set(text, await treeOf(Buffer.concat([path, SLASH, name]), without));
  }
  return { kind: 'directory', entries };
}

/** A path below a folder; throws when a symbolic link on the way leads out of it. */
async function pathBelow(folder: string, below: string): Promise<string> {
  const path = join(folder, below);
  const inside = await realpath(folder);
  const parent = await realpath(dirname(path));
  if (parent !== inside && !parent.startsWith(inside + sep)) throw new Error(`${below} leads out of its folder`);
  return path;
}

/** Makes an empty folder that only this user can enter. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'nix-services-'));
  return {
    path,
    tree: async (below, without) => treeOf(Buffer.from(await pathBelow(path, below)), without),
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}
