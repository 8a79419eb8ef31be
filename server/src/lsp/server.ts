import { type Connection, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import type { Host } from '../base/host';
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
  executeCommandProvider: { commands: COMMAND_NAMES, workDoneProgress: true },
};

/** Serves a connection until it closes. */
export function serve(connection: Connection, { parser, host, home, nixpkgsName }: ServerSetup): void {
  const log: Log = {
    error: (message) => connection.console.error(message),
    info: (message) => connection.console.info(message),
  };
  connection.onInitialize(({ initializationOptions, capabilities }) => {
    const trusted = Reflect.get(Object(initializationOptions), 'trusted') === true;
    const state = createState(parser, host(trusted), nixpkgsName);
    const shell = shellChecks({
      host: state.host,
      log,
      enabled: () => state.settings().shellcheck,
      ignored: () => state.settings().ignore,
      changed: (uri) => publish(uri),
    });
    const publish = registerDocuments(connection, state, log, shell);
    registerRequests(connection, state, log, abilitiesOf(capabilities.workspace?.workspaceEdit), shell);
    const versionedEdits = capabilities.workspace?.workspaceEdit?.documentChanges === true;
    registerCommands(connection, state, { log, trusted, versionedEdits, publish });
    registerComparisons(connection, state, log, home);
    return { capabilities: CAPABILITIES, serverInfo: { name: 'nix-services' } };
  });
  connection.listen();
}

/** Follows the documents of the client; what is given publishes the findings of one again. */
function registerDocuments(connection: Connection, state: State, log: Log, shell: ShellChecks): (uri: string) => void {
  const { publishSoon, clear } = publisher(connection, state, log, shell);
  const changed = (): void => {
    state.invalidate();
    for (const { uri } of state.documents.all()) publishSoon(uri);
  };
  connection.onDidOpenTextDocument(({ textDocument }) => {
    state.documents.open(textDocument);
    changed();
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    state.documents.change(uri, version, contentChanges);
    changed();
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    state.documents.close(uri);
    clear(uri);
    changed();
  });
  connection.onDidChangeWatchedFiles(changed);
  connection.onDidChangeConfiguration(({ settings }) => {
    shell.reset();
    state.configure(parseSettings(Reflect.get(Object(settings), 'nixServices')));
    changed();
  });
  return publishSoon;
}
