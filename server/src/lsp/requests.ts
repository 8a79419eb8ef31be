import type { Connection } from 'vscode-languageserver';
import { type LinesOf, linesOfFiles } from '../base/lines';
import { offsetAt, type Position } from '../base/span';
import { codeLenses } from '../features/code-lens';
import { completion } from '../features/completion';
import { resolveCompletion } from '../features/completion/resolve';
import { assessmentView } from '../features/harden/assessment';
import { hover } from '../features/hover';
import { pinLenses } from '../features/pins';
import { preview } from '../features/preview';
import { listScripts } from '../features/scripts/list';
import { scriptView } from '../features/scripts/view';
import type { Snapshot } from '../features/snapshot';
import { documentSymbols } from '../features/symbols';
import type { Workspace } from '../features/workspace/workspace';
import { type Abilities, type ActionContext, actionsIn } from './actions';
import { guarded, type Log } from './guard';
import {
  assessmentRequest,
  HASH_FIX,
  OPEN_SCRIPT,
  previewRequest,
  SHOW_ASSESSMENT,
  SHOW_PREVIEW,
  scriptRequest,
  scriptsRequest,
} from './protocol';
import type { ShellChecks } from './shell-checks';
import type { State } from './state';
import type { Indexer } from './workspace/indexer';

interface InDocument {
  readonly textDocument: { readonly uri: string };
}

interface AtPosition extends InDocument {
  readonly position: Position;
}

/** Answers the requests of the protocol, each by the feature of its name. */
export function registerRequests(
  connection: Connection,
  state: State,
  log: Log,
  abilities: Abilities,
  shell: ShellChecks,
  indexer: Indexer,
): void {
  const inDocument = <R>(name: string, feature: (snapshot: Snapshot) => R | null) =>
    guarded(log, name, ({ textDocument }: InDocument) => withSnapshot(state, textDocument.uri, feature));
  const atPosition = <R>(name: string, feature: (snapshot: Snapshot, offset: number) => R | null) =>
    guarded(log, name, ({ textDocument, position }: AtPosition) =>
      withSnapshot(state, textDocument.uri, (snapshot) => feature(snapshot, offsetAt(snapshot.lines, position))),
    );

  const around = (): Workspace => {
    indexer.rest();
    return indexer.workspace();
  };
  connection.onCompletion(atPosition('completion', (snapshot, offset) => [...completion(snapshot, offset, around())]));
  connection.onCompletionResolve(async (item, token) => {
    const resolved = await guarded(log, 'completion item', resolveCompletion)(item, token);
    return resolved ?? item;
  });
  connection.onHover(atPosition('hover', (snapshot, offset) => hover(snapshot, offset, Date.now(), around())));
  connection.onDocumentSymbol(inDocument('symbols', (snapshot) => [...documentSymbols(snapshot)]));
  connection.onCodeLens(
    inDocument('code lenses', (snapshot) => [
      ...codeLenses(snapshot, { preview: SHOW_PREVIEW, assessment: SHOW_ASSESSMENT, script: OPEN_SCRIPT }),
      ...pinLenses(snapshot, HASH_FIX),
    ]),
  );
  connection.onCodeAction(
    guarded(log, 'code actions', ({ textDocument, range, context }) =>
      withSnapshot(state, textDocument.uri, (snapshot) => {
        const asked: ActionContext = { only: context.only, triggerKind: context.triggerKind, abilities };
        return actionsIn(
          snapshot,
          range,
          asked,
          linesOf(state),
          state.documents.get(textDocument.uri)?.version ?? null,
          shell.findings(snapshot),
        );
      }),
    ),
  );
  connection.onRequest(
    previewRequest,
    guarded(log, 'preview', ({ uri, unit }) =>
      withSnapshot(state, uri, (snapshot) => preview(snapshot, unit, linesOf(state))),
    ),
  );
  connection.onRequest(
    scriptsRequest,
    guarded(log, 'scripts', ({ uri, position }) =>
      withSnapshot(state, uri, (snapshot) =>
        listScripts(snapshot, position === undefined ? undefined : offsetAt(snapshot.lines, position)),
      ),
    ),
  );
  connection.onRequest(
    scriptRequest,
    guarded(log, 'script', ({ uri, unit, script }) =>
      withSnapshot(state, uri, (snapshot) => scriptView(snapshot, unit, script, linesOf(state)) ?? null),
    ),
  );
  connection.onRequest(
    assessmentRequest,
    guarded(log, 'assessment', ({ uri, unit }) =>
      withSnapshot(state, uri, (snapshot) => assessmentView(snapshot, unit, linesOf(state))),
    ),
  );
}

function withSnapshot<R>(state: State, uri: string, use: (snapshot: Snapshot) => R | null): R | null {
  const snapshot = state.snapshot(uri);
  return snapshot === undefined ? null : use(snapshot);
}

/** The lines of documents as they are, for one answer. */
function linesOf(state: State): LinesOf {
  return linesOfFiles(state.host.files, (uri) => state.snapshot(uri)?.lines);
}
