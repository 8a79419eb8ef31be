import type { EntryType, FileSystem } from '../../server/src/base/host';

/** Files in memory, by absolute path; folders are those that hold one. */
export function memoryFiles(texts: Readonly<Record<string, string>>): FileSystem {
  const paths = Object.keys(texts);
  const inside = (folder: string) => (folder === '/' ? '/' : `${folder}/`);
  const isFolder = (path: string) => paths.some((each) => each.startsWith(inside(path)));
  const readText = (path: string) => texts[path];
  return {
    readText,
    readBytes: (path) => {
      const text = readText(path);
      return text === undefined ? undefined : new TextEncoder().encode(text);
    },
    readDir: (path) => {
      if (!isFolder(path)) return undefined;
      const entries = new Map<string, EntryType>();
      for (const each of paths.filter((one) => one.startsWith(inside(path)))) {
        const [name = '', ...rest] = each.slice(inside(path).length).split('/');
        entries.set(name, rest.length === 0 ? 'regular' : 'directory');
      }
      return entries;
    },
    stat: (path) => (readText(path) !== undefined ? 'regular' : isFolder(path) ? 'directory' : undefined),
  };
}
