import { type CancellationToken, type Progress, ProgressLocation, window } from 'vscode';
import {
  ExecuteCommandRequest,
  type LanguageClient,
  type Middleware,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import { PIN_COMMANDS } from './protocol';

/** Runs one of the server's commands on sources, with a progress message that can be cancelled and one for how it ended. */
export async function runPinCommand(client: LanguageClient, command: string, args: readonly unknown[]): Promise<void> {
  const title = PIN_COMMANDS.get(command) ?? command;
  const options = { location: ProgressLocation.Notification, title, cancellable: true };
  const end = await window.withProgress(options, (progress, token) => run(client, command, args, progress, token));
  if (end?.kind === 'done') void window.showInformationMessage(end.message);
  if (end?.kind === 'failed') void window.showWarningMessage(end.message);
}

interface End {
  readonly kind: 'done' | 'failed';
  readonly message: string;
}

async function run(
  client: LanguageClient,
  command: string,
  args: readonly unknown[],
  progress: Progress<{ message: string }>,
  token: CancellationToken,
): Promise<End | undefined> {
  const workDoneToken = `nixServices.pins.${crypto.randomUUID()}`;
  const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
    if (value.message !== undefined) progress.report({ message: value.message });
  });
  try {
    const params = { command, arguments: [...args], workDoneToken };
    const result: unknown = await client.sendRequest(ExecuteCommandRequest.type, params, token);
    const message: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'message') : undefined;
    return typeof message === 'string' ? { kind: 'done', message } : undefined;
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    listener.dispose();
  }
}

/** Gives the commands their progress message when an action or a lens of the server starts them. */
export function pinMiddleware(client: () => LanguageClient | undefined): Middleware {
  return {
    executeCommand: (command, args, next) => {
      const running = client();
      return PIN_COMMANDS.has(command) && running !== undefined
        ? runPinCommand(running, command, args)
        : next(command, args);
    },
  };
}
