import { homedir } from 'node:os';
import { type ExtensionContext, type LogOutputChannel, workspace } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type Middleware,
  RevealOutputChannelOn,
  State,
  type TextDocumentFilter,
  TransportKind,
} from 'vscode-languageclient/node';
import { crashLimit } from './crash-limit';
import { programPath } from './program-path';
import type { ServerState } from './status';
import type { Choices } from './views/protocol';

export interface ServerSetup {
  readonly context: ExtensionContext;
  readonly selector: readonly TextDocumentFilter[];
  readonly output: LogOutputChannel;
  /** What the user chose about how documents are looked at. */
  readonly choices: () => Choices;
  readonly middleware: Middleware;
  /** Called with each client before it starts. */
  readonly onClient: (client: LanguageClient) => void;
  readonly onState: (state: ServerState) => void;
}

/** The language server, in a process of its own that is started again after a crash, up to a limit. */
export interface Server {
  readonly client: () => LanguageClient | undefined;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** The library shows some errors in a popup whatever its options say; here all of them go to the log. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The language server in a process of its own, which is started again after a crash as long as it does not crash too often. */
export function createServer(setup: ServerSetup): Server {
  let current: LanguageClient | undefined;
  let mayRestart = crashLimit();

  const launch = async (): Promise<void> => {
    const client = createClient(setup);
    current = client;
    setup.onState('starting');
    setup.onClient(client);
    client.onDidChangeState(({ newState }) => {
      if (current === client) follow(newState);
    });
    // A failed start is logged by the client, and its state tells.
    await client.start().catch(() => undefined);
  };
  const follow = (state: State): void => {
    if (state === State.Running) setup.onState('ready');
    if (state !== State.Stopped && state !== State.StartFailed) return;
    current = undefined;
    if (mayRestart(Date.now())) void launch();
    else setup.onState('stopped');
  };

  return {
    client: () => current,
    start: () => {
      mayRestart = crashLimit();
      return launch();
    },
    stop: async () => {
      const client = current;
      current = undefined;
      // A client that is still starting ends its process and then refuses.
      await client?.stop().catch(() => undefined);
    },
  };
}

function createClient({ context, selector, output, middleware, choices }: ServerSetup): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const folders = workspace.getConfiguration('nixServices').get<string[]>('programPath', ['PATH']);
  const env = { ...process.env, PATH: programPath(folders, process.env.PATH ?? '', homedir()) };
  return new QuietClient(
    'nixServices',
    'Nix Services',
    {
      run: { module, transport: TransportKind.ipc, options: { env } },
      debug: { module, transport: TransportKind.ipc, options: { env, execArgv: ['--nolazy', '--inspect=6019'] } },
    },
    {
      documentSelector: [...selector],
      outputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: { trusted: workspace.isTrusted, reviews: true, choices: choices() },
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
      middleware,
      synchronize: { configurationSection: 'nixServices' },
    },
  );
}
