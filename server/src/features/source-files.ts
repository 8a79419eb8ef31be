import ignore, { type Ignore } from 'ignore';
import type { FileSystem } from '../base/host';
import { inFolder } from '../nix/paths';

interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

const UNIT_FILE = /\.(service|socket|timer|path|mount|automount|slice|target|swap)(\.in)?$/;

/** Whether a file is of a kind that is looked at: Nix, and unit files. */
export function isSource(file: string): boolean {
  return file.endsWith('.nix') || UNIT_FILE.test(file);
}

/**
 * Every Nix and unit file below a folder that no `.gitignore` on the way leaves out, in the order of their names; symbolic links are not
 * followed. Undefined stands for a folder that was entered, so that whoever asks can pause in a tree without sources.
 */
export function* sourceFiles(
  files: FileSystem,
  folder: string,
  outer: readonly IgnoreFile[] = [],
): Generator<string | undefined> {
  yield undefined;
  const text = files.readText(inFolder(folder, '.gitignore'));
  const ignores = text === undefined ? outer : [...outer, { folder, rules: ignore().add(text) }];
  const entries = [...(files.readDir(folder) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, type] of entries) {
    const entry = inFolder(folder, name);
    if (name === '.git' || isIgnored(ignores, entry, type === 'directory')) continue;
    if (type === 'directory') yield* sourceFiles(files, entry, ignores);
    else if (type === 'regular' && isSource(name)) yield entry;
  }
}

/** Whether a `.gitignore` between a folder and a file below it leaves the file out. */
export function isIgnoredBelow(files: FileSystem, root: string, file: string): boolean {
  const names = file.slice(root === '/' ? 1 : root.length + 1).split('/');
  let folder = root;
  let ignores: readonly IgnoreFile[] = [];
  for (const [index, name] of names.entries()) {
    const text = files.readText(inFolder(folder, '.gitignore'));
    if (text !== undefined) ignores = [...ignores, { folder, rules: ignore().add(text) }];
    const entry = inFolder(folder, name);
    if (name === '.git' || isIgnored(ignores, entry, index < names.length - 1)) return true;
    folder = entry;
  }
  return false;
}

function isIgnored(ignores: readonly IgnoreFile[], entry: string, isFolder: boolean): boolean {
  return ignores.reduce((ignored, { folder, rules }) => {
    const relative = entry.slice(folder === '/' ? 1 : folder.length + 1);
    const verdict = rules.test(isFolder ? `${relative}/` : relative);
    return verdict.ignored || (ignored && !verdict.unignored);
  }, false);
}
