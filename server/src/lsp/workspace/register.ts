import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
} from 'vscode-languageserver';
import { fileUri } from '../../base/uri';
import type { SyntaxTree } from '../../syntax/node';
import type { Log } from '../guard';
import type { State } from '../state';
import { createIndexer, type Indexer } from './indexer';
import { registerWorkspaceRequests } from './requests';

/** Files whose changes on disk matter: sources, and what tells how they are looked at. */
const WATCHED = [
  '**/*.{nix,service,socket,timer,path,mount,automount,slice,target,swap,in}',
  '**/{flake.lock,.gitignore,.nix-services.json}',
];

function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders != null) return workspaceFolders.map(({ uri }) => uri);
  if (rootUri != null) return [rootUri];
  return rootPath == null ? [] : [fileUri(rootPath)];
}

/** Indexes the folders of the client, follows their changes, and answers requests across files. */
export function registerWorkspace(
  connection: Connection,
  state: State,
  params: InitializeParams,
  log: Log,
  parse: (text: string) => SyntaxTree,
): Indexer {
  const { workspace }: ClientCapabilities = params.capabilities;
  const indexer = createIndexer(state, log);
  const versionedEdits = workspace?.workspaceEdit?.documentChanges === true;
  registerWorkspaceRequests(connection, { state, indexer, log, parse, versionedEdits });
  let folders = foldersOf(params);
  connection.onInitialized(() => {
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      const watchers = WATCHED.map((globPattern) => ({ globPattern }));
      const failed = (error: unknown): void => log.info(`files are not watched: ${String(error)}`);
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).then(indexer.watched, failed);
    }
    if (workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        indexer.setFolders(folders);
      });
    }
    indexer.setFolders(folders);
  });
  connection.onShutdown(indexer.dispose);
  return indexer;
}
