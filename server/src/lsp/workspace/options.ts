import type { CancellationToken } from 'vscode-languageserver';
import { lineMap } from '../../base/span';
import { filePath } from '../../base/uri';
import { mentionsOption } from '../../features/workspace/options/places';
import type { SyntaxTree } from '../../syntax/node';
import type { OpenDocument } from '../documents';
import { pause } from '../pause';
import type { State } from '../state';
import type { Indexer } from './indexer';

/** How long files are searched before others get their turn. */
const SLICE_MS = 20;

/** A file that may have to do with an option. */
export interface Candidate {
  readonly uri: string;
  readonly tree: SyntaxTree;
  readonly lines: ReturnType<typeof lineMap>;
  /** The document that was searched, where it is open. */
  readonly open: OpenDocument | undefined;
}

/**
 * What `look` finds in the files that mention an option, one after the other until it says that it is enough by giving null; undefined when
 * it was cancelled.
 */
export async function search<T>(
  state: State,
  indexer: Indexer,
  parse: (text: string) => SyntaxTree,
  path: readonly string[],
  token: CancellationToken,
  look: (file: Candidate) => readonly T[],
): Promise<readonly T[] | undefined> {
  const found: T[] = [];
  let end = state.host.now() + SLICE_MS;
  for (const { uri, open } of indexer.sources()) {
    if (state.host.now() > end) {
      await pause();
      if (token.isCancellationRequested) return undefined;
      end = state.host.now() + SLICE_MS;
    }
    const file = filePath(uri);
    const text = open?.text ?? (file === undefined ? undefined : state.host.files.readText(file));
    if (text === undefined || !mentionsOption(text, path)) continue;
    found.push(...look({ uri, tree: open?.tree ?? parse(text), lines: lineMap(text), open }));
  }
  return found;
}
