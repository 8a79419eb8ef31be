import type { CancellationToken, Connection, PrepareRenameResult, ResponseError } from 'vscode-languageserver';
import type { Location, WorkspaceEdit } from 'vscode-languageserver-types';
import { offsetAt, type Position, rangeOf } from '../../base/span';
import type { Snapshot } from '../../features/snapshot';
import { accountAt } from '../../features/workspace/account-at';
import { occurrencesIn } from '../../features/workspace/file-entry';
import { unitDefinitions, unitReferences } from '../../features/workspace/navigation';
import { type Occurrence, occurrenceAt } from '../../features/workspace/occurrence';
import { optionAt, optionPlaces } from '../../features/workspace/options/places';
import { isOptionName, optionEdits } from '../../features/workspace/options/rename';
import { type FileEdit, prepareUnitRename, renameUnit } from '../../features/workspace/rename';
import { workspaceSymbols } from '../../features/workspace/symbols';
import type { Workspace } from '../../features/workspace/workspace';
import type { SyntaxTree } from '../../syntax/node';
import { guarded, type Log } from '../guard';
import type { State } from '../state';
import { acrossFiles, CANCELLED, refuse } from './edits';
import type { Indexer } from './indexer';
import { type Candidate, search } from './options';

export interface WorkspaceSetup {
  readonly state: State;
  readonly indexer: Indexer;
  readonly log: Log;
  readonly parse: (text: string) => SyntaxTree;
  /** The client checks edits against versions of documents. */
  readonly versionedEdits: boolean;
}

interface AtPosition {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** What a position in a document is about. */
interface Asked {
  readonly snapshot: Snapshot;
  readonly offset: number;
  readonly unit: Occurrence | undefined;
}

type Answer<T> = T | null | ResponseError<void>;

/** How often a rename begins anew because a file changed under it. */
const ATTEMPTS = 3;

/** A document was edited while others were searched. */
const CHANGED = 'changed';

type WorkspaceConnection = Pick<
  Connection,
  'onWorkspaceSymbol' | 'onDefinition' | 'onReferences' | 'onPrepareRename' | 'onRenameRequest'
>;

/** Answers what is asked of units and options across files. */
export function registerWorkspaceRequests(connection: WorkspaceConnection, setup: WorkspaceSetup): void {
  const { indexer, log } = setup;
  connection.onWorkspaceSymbol(
    guarded(log, 'workspace symbols', ({ query }) => [...workspaceSymbols(indexer.fresh().index, query)]),
  );
  connection.onDefinition(guarded(log, 'definition', (params, token) => definitions(setup, params, token)));
  connection.onReferences(
    guarded(log, 'references', (params, token) => references(setup, params, params.context.includeDeclaration, token)),
  );
  connection.onPrepareRename(guarded(log, 'rename', (params, token) => prepareRename(setup, params, token)));
  connection.onRenameRequest(guarded(log, 'rename', (params, token) => rename(setup, params, params.newName, token)));
}

function asked({ state }: WorkspaceSetup, { textDocument, position }: AtPosition): Asked | undefined {
  const snapshot = state.snapshot(textDocument.uri);
  if (snapshot === undefined) return undefined;
  const offset = offsetAt(snapshot.lines, position);
  return { snapshot, offset, unit: occurrenceAt(occurrencesIn(snapshot), offset) };
}

async function definitions(
  setup: WorkspaceSetup,
  params: AtPosition,
  token: CancellationToken,
): Promise<Location[] | null> {
  const at = asked(setup, params);
  if (at === undefined) return null;
  const account = accountAt(at.snapshot, at.offset);
  if (at.unit === undefined && account === undefined) {
    const places = await optionLocations(setup, at, true, token);
    return places === undefined || places.length === 0 ? null : [...places];
  }
  const look = ({ index }: Workspace): Location[] => {
    if (at.unit !== undefined) return [...unitDefinitions(index, at.unit)];
    const found = index.accounts().filter(({ kind, name }) => kind === account?.kind && name === account.name);
    return found.map(({ uri, range }) => ({ uri, range }));
  };
  const known = look(setup.indexer.fresh());
  if (known.length > 0) return known;
  const whole = await setup.indexer.whole(token);
  return whole === undefined ? null : look(whole);
}

async function references(
  setup: WorkspaceSetup,
  params: AtPosition,
  includeDeclaration: boolean,
  token: CancellationToken,
): Promise<Answer<Location[]>> {
  const at = asked(setup, params);
  if (at === undefined) return null;
  if (at.unit !== undefined) {
    const whole = await setup.indexer.whole(token);
    return whole === undefined ? CANCELLED : [...unitReferences(whole.index, at.unit, includeDeclaration)];
  }
  const places = await optionLocations(setup, at, includeDeclaration ? undefined : false, token);
  return places === undefined ? null : [...places];
}

/** Where an option of the workspace's own is named; `declared` asks for its declarations alone, or for all but them. */
async function optionLocations(
  { state, indexer, parse }: WorkspaceSetup,
  { snapshot, offset }: Asked,
  declared: boolean | undefined,
  token: CancellationToken,
): Promise<readonly Location[] | undefined> {
  const path = optionAt(snapshot.tree, offset)?.path;
  if (path === undefined) return undefined;
  await indexer.whole(token);
  const look = ({ uri, tree, lines }: Candidate) =>
    optionPlaces(tree, path).map(({ span, declares }) => ({
      declares,
      location: { uri, range: rangeOf(lines, span) },
    }));
  const found = await search(state, indexer, parse, path, token, look);
  if (found?.some(({ declares }) => declares) !== true) return undefined;
  return found
    .filter(({ declares }) => declared === undefined || declares === declared)
    .map(({ location }) => location);
}

async function prepareRename(
  setup: WorkspaceSetup,
  params: AtPosition,
  token: CancellationToken,
): Promise<Answer<PrepareRenameResult>> {
  const at = asked(setup, params);
  if (at === undefined) return null;
  if (at.unit !== undefined) {
    const { unit } = at;
    const prepare = ({ index, show }: Workspace) => prepareUnitRename(index, unit, params.position, show);
    const early = prepare(setup.indexer.fresh());
    if (!('refused' in early)) return early;
    const whole = await setup.indexer.whole(token);
    const prepared = whole === undefined ? early : prepare(whole);
    return 'refused' in prepared ? refuse(prepared.refused) : prepared;
  }
  const option = optionAt(at.snapshot.tree, at.offset);
  const declared = await optionLocations(setup, at, true, token);
  if (option === undefined || declared === undefined) return null;
  const inQuotes = at.snapshot.text[option.span.start] === '"';
  const span = inQuotes ? { start: option.span.start + 1, end: option.span.end - 1 } : option.span;
  return { range: rangeOf(at.snapshot.lines, span), placeholder: option.path.at(-1) ?? '' };
}

async function rename(
  setup: WorkspaceSetup,
  params: AtPosition,
  newName: string,
  token: CancellationToken,
): Promise<Answer<WorkspaceEdit>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at = asked(setup, params);
    if (at === undefined) return null;
    const edits =
      at.unit === undefined
        ? await optionRename(setup, at, newName, token)
        : await unitRename(setup, at, newName, token);
    if (edits === CHANGED) continue;
    if (!Array.isArray(edits)) return edits;
    const files = new Set(edits.map(({ uri }: FileEdit) => uri));
    if (at.unit === undefined || setup.indexer.recheck(files))
      return acrossFiles(edits, setup.state, setup.versionedEdits);
  }
  return refuse('The files of this workspace change too fast for a rename.');
}

async function unitRename(
  { indexer }: WorkspaceSetup,
  { unit }: Asked,
  newName: string,
  token: CancellationToken,
): Promise<Answer<FileEdit[]>> {
  const whole = await indexer.whole(token);
  if (whole === undefined) return CANCELLED;
  if (unit === undefined) return null;
  const renamed = renameUnit(whole.index, unit, newName, whole.show);
  return 'refused' in renamed ? refuse(renamed.refused) : [...renamed.edits];
}

async function optionRename(
  { state, indexer, parse }: WorkspaceSetup,
  { snapshot, offset }: Asked,
  newName: string,
  token: CancellationToken,
): Promise<Answer<FileEdit[]> | typeof CHANGED> {
  const path = optionAt(snapshot.tree, offset)?.path;
  if (path === undefined) return null;
  if (!isOptionName(newName)) return refuse(`'${newName}' cannot be the name of an option.`);
  const whole = await indexer.whole(token);
  const found = await search(state, indexer, parse, path, token, (file) => [
    { file, result: optionEdits(file.tree, path, newName), places: optionPlaces(file.tree, path) },
  ]);
  if (found === undefined || whole === undefined) return CANCELLED;
  if (found.some(({ file }) => state.documents.get(file.uri) !== file.open)) return CHANGED;
  if (!found.some(({ places }) => places.some(({ declares }) => declares))) {
    return refuse(`No file of this workspace declares ${path.join('.')}.`);
  }
  const edits: FileEdit[] = [];
  for (const { file, result } of found) {
    if (!result.ok) {
      const { line } = rangeOf(file.lines, result.at).start;
      return refuse(`${whole.show(file.uri)}:${line + 1}: ${result.why}.`);
    }
    edits.push(
      ...result.edits.map(({ start, end, newText }) => ({
        uri: file.uri,
        range: rangeOf(file.lines, { start, end }),
        newText,
      })),
    );
  }
  return edits;
}
