import { type ExtensionContext, type FileSystemWatcher, type LogOutputChannel, workspace } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  type Middleware,
  RevealOutputChannelOn,
  State,
  type TextDocumentFilter,
  TransportKind,
} from 'vscode-languageclient/node';
import { crashLimit } from './crash-limit';
import type { ServerState } from './status';

export interface ServerSetup {
  readonly context: ExtensionContext;
  readonly selector: readonly TextDocumentFilter[];
  readonly files: FileSystemWatcher;
  readonly output: LogOutputChannel;
  readonly middleware: Middleware;
  readonly onState: (state: ServerState) => void;
}

/** Makes the client of the language server; `start` it to run the server in a process of its own. */
export function createServer({ context, selector, files, output, middleware, onState }: ServerSetup): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const client = new LanguageClient(
    'nixServices',
    'Nix Services',
    {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6019'] } },
    },
    {
      documentSelector: [...selector],
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: { trusted: workspace.isTrusted },
      initializationFailedHandler: () => false,
      errorHandler: quietErrors(),
      middleware,
      synchronize: {
        configurationSection: 'nixServices',
        fileEvents: files,
      },
    },
  );
  client.onDidChangeState(({ newState }) => onState(SERVER_STATE[newState]));
  return client;
}

const SERVER_STATE: Record<State, ServerState> = {
  [State.Stopped]: 'stopped',
  [State.StartFailed]: 'stopped',
  [State.Starting]: 'starting',
  [State.Running]: 'ready',
};

/** Starts the server again after a crash, up to a limit; a crash goes to the log and the status, never to a popup. */
function quietErrors(): ErrorHandler {
  const mayRestart = crashLimit();
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed: () => ({
      action: mayRestart(Date.now()) ? CloseAction.Restart : CloseAction.DoNotRestart,
      handled: true,
    }),
  };
}
