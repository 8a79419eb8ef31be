import { applyEdits } from '../../../server/src/base/edit';
import { lineMap, offsetAt, positionAt } from '../../../server/src/base/span';
import { fileUri } from '../../../server/src/base/uri';
import { session } from '../../../server/src/features/session';
import type { Snapshot } from '../../../server/src/features/snapshot';
import { type FileEntry, fileEntry, occurrencesIn } from '../../../server/src/features/workspace/file-entry';
import { type Occurrence, occurrenceAt } from '../../../server/src/features/workspace/occurrence';
import { type FileEdit, prepareUnitRename, renameUnit } from '../../../server/src/features/workspace/rename';
import type { Workspace } from '../../../server/src/features/workspace/workspace';
import { workspaceIndex } from '../../../server/src/features/workspace/workspace-index';
import { memoryFiles } from '../../support/memory-files';
import { testParser } from '../../support/parser';

const ROOT = '/w';

/** Files by their names; `|` in one of them is the cursor. */
export type Files = Readonly<Record<string, string>>;

export interface TestWorkspace extends Workspace {
  readonly texts: Files;
  readonly snapshot: (name: string) => Snapshot;
  readonly entry: (name: string) => FileEntry;
  /** The file with the cursor, and where it is. */
  readonly cursor: { readonly name: string; readonly offset: number } | undefined;
}

export async function workspaceOf(marked: Files): Promise<TestWorkspace> {
  const parser = await testParser();
  const found = Object.entries(marked).find(([, text]) => text.includes('|'));
  const cursor = found && { name: found[0], offset: found[1].indexOf('|') };
  const texts = Object.fromEntries(Object.entries(marked).map(([name, text]) => [name, text.replace('|', '')]));
  const opened = session({
    parser,
    files: memoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${ROOT}/${name}`, text]))),
    now: () => performance.now(),
    systemdVersion: undefined,
    assumeEnabled: true,
    alone: true,
    budgetMs: 20_000,
    depth: 500,
  });
  const uriOf = (name: string): string => fileUri(`${ROOT}/${name}`);
  const snapshot = (name: string): Snapshot => {
    const text = texts[name] ?? '';
    return opened.snapshot({ uri: uriOf(name), text, tree: parser.parse(text) });
  };
  const entries = new Map(Object.keys(texts).map((name) => [uriOf(name), fileEntry(snapshot(name))]));
  return {
    texts,
    cursor,
    snapshot,
    entry: (name) => entries.get(uriOf(name)) ?? fileEntry(snapshot(name)),
    index: workspaceIndex(entries),
    show: (uri) => decodeURIComponent(uri.slice(fileUri(ROOT).length + 1)),
  };
}

/** Places as `file:line:column` of where they begin, counted from one, with the text that they cover. */
export function shown(
  { texts, show }: TestWorkspace,
  places: readonly { readonly uri: string; readonly range: FileEdit['range'] }[],
): readonly string[] {
  return places
    .map(({ uri, range }) => {
      const name = show(uri);
      const text = texts[name] ?? '';
      const lines = lineMap(text);
      const written = text.slice(offsetAt(lines, range.start), offsetAt(lines, range.end));
      return `${name}:${range.start.line + 1} ${written}`;
    })
    .sort();
}

/** What the cursor is on. */
export function unitAtCursor(workspace: TestWorkspace): Occurrence {
  const { cursor } = workspace;
  if (cursor === undefined) throw new Error('no file has a cursor');
  const found = occurrenceAt(occurrencesIn(workspace.snapshot(cursor.name)), cursor.offset);
  if (found === undefined) throw new Error('there is no unit at the cursor');
  return found;
}

/** The texts of all files that a rename changes, or why it is refused. */
export function renamed(workspace: TestWorkspace, newName: string): Files | string {
  const result = renameUnit(workspace.index, unitAtCursor(workspace), newName, workspace.show);
  return 'refused' in result ? result.refused : edited(workspace, result.edits);
}

/** What would be renamed, or why nothing can be. */
export function prepared(workspace: TestWorkspace): string {
  const { cursor } = workspace;
  if (cursor === undefined) throw new Error('no file has a cursor');
  const position = positionAt(workspace.snapshot(cursor.name).lines, cursor.offset);
  const result = prepareUnitRename(workspace.index, unitAtCursor(workspace), position, workspace.show);
  return 'refused' in result ? result.refused : `rename ${result.placeholder}`;
}

function edited({ texts, show }: TestWorkspace, edits: readonly FileEdit[]): Files {
  const names = new Set(edits.map(({ uri }) => show(uri)));
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const text = texts[name] ?? '';
      const lines = lineMap(text);
      const own = edits.filter(({ uri }) => show(uri) === name);
      const changes = own.map(({ uri, range, newText }) => ({
        origin: { uri, start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
        newText,
      }));
      return [name, applyEdits(text, changes)];
    }),
  );
}
