import { window } from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, type Middleware } from 'vscode-languageclient/node';
import { askWithProgress } from '../progress';
import { PIN_COMMANDS } from './protocol';

/** Runs one of the server's commands on sources, with a progress message that can be cancelled and one for how it ended. */
export async function runPinCommand(client: LanguageClient, command: string, args: readonly unknown[]): Promise<void> {
  const title = PIN_COMMANDS.get(command) ?? command;
  const end = await askWithProgress(client, title, (workDoneToken, token) => {
    const params = { command, arguments: [...args], workDoneToken };
    return client.sendRequest(ExecuteCommandRequest.type, params, token).then(done);
  });
  if (end?.kind === 'done') void window.showInformationMessage(end.message);
  if (end?.kind === 'failed') void window.showWarningMessage(end.message);
}

interface Done {
  readonly kind: 'done';
  readonly message: string;
}

/** What a command has to say once it is done. */
function done(result: unknown): Done | undefined {
  const message: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'message') : undefined;
  return typeof message === 'string' ? { kind: 'done', message } : undefined;
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
