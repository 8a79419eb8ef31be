import type { FileSystem } from './host';
import { type LineMap, lineMap } from './span';
import { filePath } from './uri';

/** The lines of a document by its URI; undefined where its text is not at hand. */
export type LinesOf = (uri: string) => LineMap | undefined;

/** The lines of documents that `opened` knows, else of the files on disk, each of which is read once. */
export function linesOfFiles(files: FileSystem, opened: LinesOf = () => undefined): LinesOf {
  const known = new Map<string, LineMap | undefined>();
  const read: LinesOf = (uri) => {
    const path = filePath(uri);
    const text = path === undefined ? undefined : files.readText(path);
    return text === undefined ? undefined : lineMap(text);
  };
  return (uri) => {
    if (!known.has(uri)) known.set(uri, opened(uri) ?? read(uri));
    return known.get(uri);
  };
}
