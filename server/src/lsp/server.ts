import { type Connection, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Host } from '../base/host';
import { property } from '../base/property';
import type { NixParser } from '../syntax/parser';
import { ACTION_KINDS, abilitiesOf } from './actions';
import { COMMAND_NAMES, registerCommands } from './commands';
import { registerComparisons } from './compare/register';
import { publisher } from './diagnostics';
import type { Log } from './guard';
import { registerRequests } from './requests';
import { parseSettings } from './settings';
import { type ShellChecks, shellChecks } from './shell-checks';
import { createState, type State } from './state';
import { parseChoices } from './views/choices';
import { registerViews } from './views/register';
import type { Indexer } from './workspace/indexer';
import { registerWorkspace } from './workspace/register';

export interface ServerSetup {
  readonly parser: NixParser;
  /** The world, by whether the client trusts the workspace. */
  readonly host: (trusted: boolean) => Host;
  /** The user's home folder. */
  readonly home: string | undefined;
  /** What the store calls nixpkgs; `source` where undefined. */
  readonly nixpkgsName: string | undefined;
}

const CAPABILITIES: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: ['.', '"', '%', '@', '~'], resolveProvider: true },
  hoverProvider: true,
  codeActionProvider: { codeActionKinds: ACTION_KINDS },
  codeLensProvider: {},
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  executeCommandProvider: { commands: COMMAND_NAMES, workDoneProgress: true },
};

/** Serves a connection until it closes. */
export function serve(connection: Connection, { parser, host, home, nixpkgsName }: ServerSetup): void {
  const log: Log = {
    error: (message) => connection.console.error(message),
    info: (message) => connection.console.info(message),
  };
  connection.onInitialize((params) => {
    const { initializationOptions, capabilities } = params;
    const trusted = property(initializationOptions, 'trusted') === true;
    const state = createState(parser, host(trusted), nixpkgsName);
    const shell = shellChecks({
      host: state.host,
      log,
      enabled: () => state.settings().shellcheck,
      ignored: () => state.settings().ignore,
      changed: (uri) => publish(uri),
    });
    state.choose(parseChoices(property(initializationOptions, 'choices')));
    const indexer = registerWorkspace(connection, state, params, log, parser.parse);
    const publish = registerDocuments(connection, state, log, shell, indexer);
    registerRequests(
      connection,
      state,
      log,
      abilitiesOf(capabilities.workspace?.workspaceEdit, initializationOptions),
      shell,
      indexer,
    );
    const versionedEdits = capabilities.workspace?.workspaceEdit?.documentChanges === true;
    registerCommands(connection, state, { log, trusted, versionedEdits, publish });
    registerComparisons(connection, state, log, home);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'nix-services' } };
  });
  connection.listen();
}

/** Follows the documents of the client; what is given publishes the findings of one again. */
function registerDocuments(
  connection: Connection,
  state: State,
  log: Log,
  shell: ShellChecks,
  indexer: Indexer,
): (uri: string) => void {
  const { publishSoon, clear } = publisher(connection, state, log, shell);
  const changed = (): void => {
    state.invalidate();
    for (const { uri } of state.documents.all()) publishSoon(uri);
  };
  const documentChanged = (uri: string): void => {
    indexer.rest();
    indexer.documentChanged(uri);
    changed();
  };
  connection.onDidOpenTextDocument(({ textDocument }) => {
    state.documents.open(textDocument);
    documentChanged(textDocument.uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    state.documents.change(uri, version, contentChanges);
    documentChanged(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    state.documents.close(uri);
    clear(uri);
    documentChanged(uri);
  });
  registerViews(connection, state, log, changed);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    indexer.filesChanged(changes.map(({ uri }) => uri));
    changed();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    shell.reset();
    state.configure(parseSettings(property(settings, 'nixServices')));
    changed();
  });
  return publishSoon;
}
