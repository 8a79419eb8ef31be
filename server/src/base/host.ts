import type { FileTree, Streamed } from './tree';

/** The kind of a directory entry, in the words of `builtins.readDir`. */
export type EntryType = 'regular' | 'directory' | 'symlink' | 'unknown';

/**
 * Read access to files, by absolute path. Synchronous: evaluation is a synchronous run.
 * Nothing throws; `undefined` stands for a file or folder that is missing or unreadable.
 */
export interface FileSystem {
  readonly readText: (path: string) => string | undefined;
  readonly readBytes: (path: string) => Uint8Array | undefined;
  readonly readDir: (path: string) => ReadonlyMap<string, EntryType> | undefined;
  readonly stat: (path: string) => EntryType | undefined;
  /** Whether a regular file is executable; absent where the host cannot say. */
  readonly isExecutable?: ((path: string) => boolean) | undefined;
}

export interface ProcessRequest {
  /** Program and arguments; never passed through a shell. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Added to the host's own environment; what is undefined is taken out of it. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the program reads on its standard input; nothing where undefined. */
  readonly input?: string;
  readonly timeoutMs: number;
  /** Output beyond this many bytes ends the process. */
  readonly maxOutputBytes: number;
  readonly signal?: AbortSignal;
  /** Called with each piece of standard error, for progress. */
  readonly onProgress?: (text: string) => void;
}

export type ProcessResult =
  | { readonly kind: 'exit'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing' | 'timeout' | 'output-limit' | 'cancelled' | 'refused'; readonly message: string };

export interface DownloadRequest {
  readonly url: string;
  /** Also follows `http:` and reads `file:`; else every address on the way has to be `https:`. */
  readonly allowInsecure: boolean;
  /** A longer body ends the download. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Takes the body piece by piece, as it is on the wire; what it throws ends the download and is thrown on. */
  readonly receive: (bytes: Uint8Array) => void | Promise<void>;
}

export type DownloadResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed' | 'too-large' | 'timeout' | 'cancelled' | 'refused'; readonly message: string };

/** A folder that is gone after `remove`. */
export interface TemporaryFolder {
  readonly path: string;
  /** The tree below it at a relative path, leaving out entries of the given names at every level; throws when it cannot be read. */
  readonly tree: (below: string, without: ReadonlySet<string>) => Promise<FileTree<Streamed>>;
  readonly remove: () => Promise<void>;
}

/** The only way to the world outside: files, processes, the network, the clock. */
export interface Host {
  readonly files: FileSystem;
  /** Runs a program in a process group of its own; `refused` in an untrusted workspace and in a browser. */
  readonly run: (request: ProcessRequest) => Promise<ProcessResult>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Downloads without a program; absent where the host offers none. */
  readonly download?: (request: DownloadRequest) => Promise<DownloadResult>;
  /** Makes a folder for the files of one run; absent where nothing can be written. */
  readonly temporaryFolder?: () => Promise<TemporaryFolder>;
}
