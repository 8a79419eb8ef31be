import type { CancellationToken } from 'vscode-languageserver';
import { filePath, fileUri } from '../../base/uri';
import type { Snapshot } from '../../features/snapshot';
import { isIgnoredBelow, isSource, sourceFiles } from '../../features/source-files';
import { type FileEntry, fileEntry } from '../../features/workspace/file-entry';
import { mentionsAnything } from '../../features/workspace/unit-name';
import type { Workspace } from '../../features/workspace/workspace';
import { type WorkspaceIndex, workspaceIndex } from '../../features/workspace/workspace-index';
import type { OpenDocument } from '../documents';
import { describe, type Log } from '../guard';
import { pause } from '../pause';
import type { State } from '../state';
import { fingerprint } from './fingerprint';

/** A slice of work that nobody waits for, and the pause after it. */
const SLICE_MS = 20;
const PAUSE_MS = 20;
/** Work in the background rests that long after a message of the client. */
const REST_MS = 400;
/** More files than that are not looked at: the folder is no project but a disk. */
const MOST_FILES = 20_000;

/** Keeps an index of the workspace's files up to date in the background. */
export interface Indexer {
  /** What is known by now. */
  readonly workspace: () => Workspace;
  /** The same with the open documents as they are. */
  readonly fresh: () => Workspace;
  /** All that there is to know; undefined when it was cancelled. */
  readonly whole: (token: CancellationToken) => Promise<Workspace | undefined>;
  /** The source files of the workspace, and the open documents, each once. */
  readonly sources: () => readonly Source[];
  /** Whether files are still as they were read; those that are not are read again. */
  readonly recheck: (uris: Iterable<string>) => boolean;
  /** A document was opened, edited or closed. */
  readonly documentChanged: (uri: string) => void;
  /** Files were made, changed or deleted on disk. */
  readonly filesChanged: (uris: readonly string[]) => void;
  readonly setFolders: (uris: readonly string[]) => void;
  /** The client tells of changes on disk; else every question that needs all files reads them again. */
  readonly watched: () => void;
  /** The client wants something: the background can wait. */
  readonly rest: () => void;
  readonly dispose: () => void;
}

/** A file of the workspace. */
export interface Source {
  /** As the client spells it, where it is open there. */
  readonly uri: string;
  readonly open: OpenDocument | undefined;
}

/** One spelling for each file: clients differ in what they escape. */
function spelled(uri: string): string {
  const path = filePath(uri);
  return path === undefined ? uri : fileUri(path);
}

interface Read {
  readonly mark: string;
  /** The files that its entry hangs on beside itself. */
  readonly others: readonly string[];
}

/** Fills the index in slices while the client wants nothing, and reads again what changes. */
export function createIndexer(state: State, log: Log): Indexer {
  const entries = new Map<string, FileEntry>();
  const read = new Map<string, Read>();
  const known = new Set<string>();
  const queue = new Set<string>();
  let folders: readonly string[] = [];
  let walking: Iterator<void> | undefined;
  let index: WorkspaceIndex | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restUntil = 0;
  let isWatched = false;
  let waiting = 0;

  const forget = (uri: string): void => {
    known.delete(uri);
    read.delete(uri);
    if (entries.delete(uri)) index = undefined;
  };
  const store = (uri: string, entry: FileEntry | undefined): void => {
    if (entry === undefined ? entries.delete(uri) : entries.set(uri, entry)) index = undefined;
  };
  const openAt = (uri: string): OpenDocument | undefined =>
    state.documents.get(uri) ?? state.documents.all().find((one) => spelled(one.uri) === uri);
  const process = (uri: string): void => {
    queue.delete(uri);
    const open = openAt(uri);
    const path = filePath(uri);
    const text = open?.text ?? (path === undefined || !known.has(uri) ? undefined : state.host.files.readText(path));
    if (text === undefined) forget(uri);
    else if (open !== undefined) enter(uri, text, '', state.snapshot(open.uri));
    else {
      const mark = fingerprint(text);
      if (read.get(uri)?.mark !== mark) enter(uri, text, mark, undefined);
    }
  };
  /** Makes the entry of a file; a document's mark is empty, so that its file is read once it is closed. */
  const enter = (uri: string, text: string, mark: string, open: Snapshot | undefined): void => {
    try {
      const snapshot = mentionsAnything(text) || !uri.endsWith('.nix') ? (open ?? state.alone(uri, text)) : undefined;
      const entry = snapshot === undefined ? undefined : fileEntry(snapshot);
      store(uri, entry);
      read.set(uri, { mark, others: entry?.others ?? [] });
    } catch (error) {
      log.error(`index of ${uri}: ${describe(error)}`);
    }
  };
  /** One piece of work; false when there is none left. */
  const step = (): boolean => {
    if (walking !== undefined) {
      if (walking.next().done === true) walking = undefined;
      return true;
    }
    const [next] = queue;
    if (next !== undefined) process(next);
    return next !== undefined;
  };
  const isIdle = (): boolean => walking === undefined && queue.size === 0;
  const run = (): void => {
    timer = undefined;
    const now = state.host.now();
    if (waiting === 0 && now >= restUntil) {
      const end = now + SLICE_MS;
      try {
        while (state.host.now() < end && step());
      } catch (error) {
        log.error(`index: ${describe(error)}`);
      }
    }
    schedule(PAUSE_MS);
  };
  const schedule = (pause: number): void => {
    if (timer === undefined && !isIdle()) timer = setTimeout(run, pause);
  };
  const show = (uri: string): string => {
    const whole = spelled(uri);
    const folder = folders.find((one) => whole.startsWith(`${one}/`));
    const name = whole.slice((folder?.length ?? whole.lastIndexOf('/')) + 1);
    return decodeURIComponent(name);
  };
  const workspace = (): Workspace => {
    index ??= workspaceIndex(new Map(entries));
    return { index, show };
  };
  const fresh = (): Workspace => {
    for (const { uri } of state.documents.all()) if (queue.has(spelled(uri))) process(spelled(uri));
    return workspace();
  };
  const walk = (): void => {
    walking = walkFolders();
    schedule(PAUSE_MS);
  };
  /** Finds the files of all folders; those that are no longer found are forgotten. */
  function* walkFolders(): Generator<void> {
    const before = new Set(known);
    let found = 0;
    for (const folder of folders) {
      const path = filePath(folder);
      for (const file of path === undefined ? [] : sourceFiles(state.host.files, path)) {
        yield;
        if (file === undefined || found >= MOST_FILES) continue;
        found++;
        const uri = fileUri(file);
        before.delete(uri);
        known.add(uri);
        queue.add(uri);
      }
    }
    for (const uri of before) forget(uri);
    if (found >= MOST_FILES) log.info(`The index of units ends at ${MOST_FILES} files.`);
  }
  const inWorkspace = (path: string): boolean =>
    folders.some((folder) => {
      const root = filePath(folder);
      return root !== undefined && path.startsWith(`${root}/`) && !isIgnoredBelow(state.host.files, root, path);
    });
  const requeueDependents = (path: string): void => {
    for (const [uri, { others }] of read) {
      if (!others.includes(path)) continue;
      read.delete(uri);
      queue.add(uri);
    }
  };

  return {
    workspace,
    fresh,
    whole: async (token) => {
      if (!isWatched) walk();
      waiting++;
      try {
        while (!isIdle()) {
          const end = state.host.now() + SLICE_MS;
          while (state.host.now() < end && step());
          await pause();
          if (token.isCancellationRequested) return undefined;
        }
      } finally {
        waiting--;
        schedule(PAUSE_MS);
      }
      return fresh();
    },
    sources: () => {
      const opened = new Map(state.documents.all().map((one) => [spelled(one.uri), one]));
      return [...new Set([...known, ...opened.keys()])].map((uri) => {
        const open = opened.get(uri);
        return { uri: open?.uri ?? uri, open };
      });
    },
    recheck: (uris) => {
      let same = true;
      for (const given of uris) {
        const uri = spelled(given);
        const path = filePath(uri);
        if (openAt(uri) !== undefined || path === undefined) continue;
        const text = state.host.files.readText(path);
        if (text !== undefined && read.get(uri)?.mark === fingerprint(text)) continue;
        same = false;
        process(uri);
      }
      return same;
    },
    documentChanged: (given) => {
      const uri = spelled(given);
      queue.add(uri);
      const path = filePath(uri);
      if (openAt(uri) === undefined && path !== undefined && inWorkspace(path)) known.add(uri);
      schedule(PAUSE_MS);
    },
    filesChanged: (uris) => {
      for (const uri of uris.map(spelled)) {
        const path = filePath(uri);
        if (path === undefined) continue;
        if (path.endsWith('/.gitignore')) walk();
        requeueDependents(path);
        if (!isSource(path)) continue;
        if (inWorkspace(path)) known.add(uri);
        queue.add(uri);
      }
      schedule(PAUSE_MS);
    },
    setFolders: (uris) => {
      folders = uris.map((uri) => spelled(uri).replace(/\/$/, ''));
      for (const uri of [...known]) forget(uri);
      walk();
    },
    watched: () => {
      isWatched = true;
    },
    rest: () => {
      restUntil = state.host.now() + REST_MS;
    },
    dispose: () => {
      clearTimeout(timer);
      queue.clear();
      walking = undefined;
    },
  };
}
