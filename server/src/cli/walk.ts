import path from 'node:path';
import type { FileSystem } from '../base/host';
import { sourceFiles } from '../features/source-files';
import { UsageError } from './command';

/**
 * The files under the given paths, in the order of their names: a file stands for itself, a folder for every Nix and unit file
 * below it that no `.gitignore` on the way leaves out, and `-`, which is standard input, for itself.
 */
export function walk(files: FileSystem, cwd: string, given: readonly string[]): readonly string[] {
  return given.flatMap((name) => {
    if (name === '-') return [name];
    const start = path.resolve(cwd, name);
    const type = files.stat(start);
    if (type === undefined) throw new UsageError(`${name}: no such file or folder.`);
    return type === 'directory' ? [...sourceFiles(files, start)].filter((file) => file !== undefined) : [start];
  });
}
