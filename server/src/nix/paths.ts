/** The last component of a path. */
export function baseName(path: string): string {
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Everything before the last slash: `.` for none, `/` for the root. */
export function dirName(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** The folders that a path is in, the nearest first. */
export function foldersAround(path: string): readonly string[] {
  const folder = dirName(path);
  return folder === dirName(folder) ? [folder] : [folder, ...foldersAround(folder)];
}

/** The path of a name in a folder. */
export function inFolder(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** An absolute path without `.`, `..` and doubled slashes; links are not followed. */
export function canonicalPath(absolute: string): string {
  const parts: string[] = [];
  for (const part of absolute.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** A path from a folder and a relative or absolute path. */
export function resolvePath(folder: string, path: string): string {
  return canonicalPath(path.startsWith('/') ? path : `${folder}/${path}`);
}
