import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { FileSystem } from '../base/host';
import { UsageError } from './command';

interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

const UNIT_FILE = /\.(service|socket|timer|path|mount|automount|slice|target|swap)(\.in)?$/;

/** Whether a file is one that the checks read. */
function isChecked(file: string): boolean {
  return file.endsWith('.nix') || UNIT_FILE.test(file);
}

/**
 * The files under the given paths, in the order of their names: a file stands for itself, a folder for every Nix and unit file
 * below it that no `.gitignore` on the way leaves out. Symbolic links inside folders are not followed.
 */
export function walk(files: FileSystem, cwd: string, given: readonly string[]): readonly string[] {
  return given.flatMap((name) => {
    const start = path.resolve(cwd, name);
    const type = files.stat(start);
    if (type === undefined) throw new UsageError(`${name}: no such file or folder.`);
    return type === 'directory' ? walkFolder(files, start, []) : [start];
  });
}

function walkFolder(files: FileSystem, folder: string, outer: readonly IgnoreFile[]): readonly string[] {
  const text = files.readText(path.join(folder, '.gitignore'));
  const ignores = text === undefined ? outer : [...outer, { folder, rules: ignore().add(text) }];
  const entries = [...(files.readDir(folder) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([name, type]) => {
    const entry = path.join(folder, name);
    if (name === '.git' || isIgnored(ignores, entry, type === 'directory')) return [];
    if (type === 'directory') return walkFolder(files, entry, ignores);
    return type === 'regular' && isChecked(name) ? [entry] : [];
  });
}

function isIgnored(ignores: readonly IgnoreFile[], entry: string, isFolder: boolean): boolean {
  return ignores.reduce((ignored, { folder, rules }) => {
    const relative = path.relative(folder, entry).split(path.sep).join('/');
    const verdict = rules.test(isFolder ? `${relative}/` : relative);
    return verdict.ignored || (ignored && !verdict.unignored);
  }, false);
}
