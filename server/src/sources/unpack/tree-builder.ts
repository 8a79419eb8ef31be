import type { FileTree, TreeFile, TreeLink } from '../../base/tree';
import { UnpackError } from './limits';

type Entry = TreeFile<Uint8Array> | TreeLink;

interface Folder {
  readonly kind: 'directory';
  readonly entries: Map<string, Entry | Folder>;
}

/** Puts a tree together from the entries of an archive. It is never written to a disk, so that no entry can lead out of it. */
export interface TreeBuilder {
  readonly folder: (path: string) => void;
  readonly add: (path: string, entry: Entry) => void;
  /** A hard link: the same file under a second path. */
  readonly link: (path: string, target: string) => void;
  readonly finish: () => FileTree<Uint8Array> & { readonly kind: 'directory' };
}

const quoted = JSON.stringify;

/** The names of an archive's path. A leading `/` and `.` count for nothing, as for tar. */
function namesOf(path: string): readonly string[] {
  if (path.includes('\ufffd')) throw new UnpackError(`the archive holds a name that is not UTF-8: ${quoted(path)}`);
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) throw new UnpackError(`the archive holds a path that leads out of it: ${quoted(path)}`);
  return names;
}

/** Builds the tree of an archive; one with more than `maxEntries` entries is refused. */
export function treeBuilder(maxEntries: number): TreeBuilder {
  const root: Folder = { kind: 'directory', entries: new Map() };
  let count = 0;

  const enter = (names: readonly string[], path: string): Folder => {
    let at = root;
    for (const name of names) {
      const found = at.entries.get(name);
      if (found !== undefined && found.kind !== 'directory') {
        throw new UnpackError(`the archive holds a path through what is no folder: ${quoted(path)}`);
      }
      const next: Folder = found ?? { kind: 'directory', entries: new Map() };
      at.entries.set(name, next);
      at = next;
    }
    return at;
  };
  const counted = (): void => {
    if (++count > maxEntries) throw new UnpackError(`the archive holds more than ${maxEntries} entries`);
  };
  const add = (path: string, entry: Entry): void => {
    counted();
    const names = namesOf(path);
    const name = names.at(-1);
    if (name === undefined) throw new UnpackError(`the archive holds a file without a name: ${quoted(path)}`);
    enter(names.slice(0, -1), path).entries.set(name, entry);
  };
  return {
    add,
    folder: (path) => {
      counted();
      enter(namesOf(path), path);
    },
    link: (path, target) => {
      const names = namesOf(target);
      const found = enter(names.slice(0, -1), target).entries.get(names.at(-1) ?? '');
      if (found === undefined || found.kind === 'directory') {
        throw new UnpackError(`the archive links ${quoted(path)} to what it does not hold: ${quoted(target)}`);
      }
      add(path, found);
    },
    finish: () => root,
  };
}
