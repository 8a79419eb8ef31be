import type { Dirent } from 'node:fs';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { EntryType, FileSystem, Host } from '../base/host';
import { bytesText, textBytes } from '../store/bytes';
import { download } from './host/download';
import { runProcess } from './host/process';
import { temporaryFolder } from './host/temporary-folder';

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function entryType(entry: Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryType {
  if (entry.isFile()) return 'regular';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'unknown';
}

/** A path as the bytes it has on disk. */
function onDisk(path: string): Buffer {
  return Buffer.from(textBytes(path));
}

/** The files of the machine. `stat` follows no symbolic link, the others do. */
const FILES: FileSystem = {
  readText: (path) => attempt(() => bytesText(readFileSync(onDisk(path)))),
  readBytes: (path) => attempt(() => readFileSync(onDisk(path))),
  readDir: (path) =>
    attempt(() => {
      const entries = readdirSync(onDisk(path), { withFileTypes: true, encoding: 'buffer' });
      return new Map(entries.map((entry) => [bytesText(entry.name), entryType(entry)]));
    }),
  stat: (path) => attempt(() => entryType(lstatSync(onDisk(path)))),
  isExecutable: (path) => attempt(() => (lstatSync(onDisk(path)).mode & 0o100) !== 0) ?? false,
};

export interface NodeHostOptions {
  /** False: processes and the network are refused. */
  readonly trusted: boolean;
}

const REFUSED = {
  kind: 'refused',
  message: 'programs are started and sources fetched in trusted workspaces only',
} as const;

/** The world as Node sees it. */
export function nodeHost({ trusted }: NodeHostOptions): Host {
  return {
    files: FILES,
    now: () => performance.now(),
    run: trusted ? runProcess : async () => REFUSED,
    download: trusted ? download : async () => REFUSED,
    temporaryFolder,
  };
}
