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
}

export interface ProcessRequest {
  /** Program and arguments; never passed through a shell. */
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
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

/** The only way to the world outside: files, processes, the clock. */
export interface Host {
  readonly files: FileSystem;
  /** Runs a program in a process group of its own; `refused` in an untrusted workspace and in a browser. */
  readonly run: (request: ProcessRequest) => Promise<ProcessResult>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}
