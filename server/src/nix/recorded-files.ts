import type { FileSystem } from '../base/host';
import type { Recorder } from './recorder';

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function sameEntries<T>(a: ReadonlyMap<string, T> | undefined, b: ReadonlyMap<string, T> | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}

/** Asks once for each path in a revision, so that the files are in one state throughout. */
function remembering<T>(recorder: Recorder, ask: (path: string) => T): (path: string) => T {
  const answers = recorder.scoped(() => new Map<string, { readonly found: T }>());
  return (path) => {
    const known = answers().get(path);
    if (known !== undefined) return known.found;
    const found = ask(path);
    answers().set(path, { found });
    return found;
  };
}

/** The same files, with what was asked of them recorded; `onRead` gets the paths of those whose contents were asked for. */
export function recordedFiles(files: FileSystem, recorder: Recorder, onRead: (path: string) => void): FileSystem {
  const readText = remembering(recorder, files.readText);
  const readBytes = remembering(recorder, files.readBytes);
  const readDir = remembering(recorder, files.readDir);
  const stat = remembering(recorder, files.stat);
  const { isExecutable } = files;
  const contents =
    <T>(read: (path: string) => T): ((path: string) => T) =>
    (path) => {
      onRead(path);
      return read(path);
    };
  const [text, bytes] = [contents(readText), contents(readBytes)];
  return {
    readText: (path) => recorder.read(() => text(path)),
    readBytes: (path) => recorder.read(() => bytes(path), sameBytes),
    readDir: (path) => recorder.read(() => readDir(path), sameEntries),
    stat: (path) => recorder.read(() => stat(path)),
    isExecutable: isExecutable && ((path) => recorder.read(() => isExecutable(path))),
  };
}
