import { type CancellationToken, ProgressLocation, window } from 'vscode';
import {
  ExecuteCommandRequest,
  type LanguageClient,
  type Middleware,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import { type HashFixAt, hashFixCommand } from './protocol';

/** Runs the server's hash command with a progress message that can be cancelled. */
async function fetchHash(client: LanguageClient, args: readonly unknown[]): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: 'Fetch and fix hash', cancellable: true };
  await window.withProgress(options, async (progress, token) => {
    const workDoneToken = `nixServices.hash.${crypto.randomUUID()}`;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.message !== undefined) progress.report({ message: value.message });
    });
    try {
      await run(client, args, workDoneToken, token);
    } finally {
      listener.dispose();
    }
  });
}

async function run(client: LanguageClient, args: readonly unknown[], workDoneToken: string, token: CancellationToken) {
  try {
    const params = { command: hashFixCommand, arguments: [...args], workDoneToken };
    await client.sendRequest(ExecuteCommandRequest.type, params, token);
  } catch (error) {
    if (token.isCancellationRequested) return;
    void window.showWarningMessage(error instanceof Error ? error.message : String(error));
  }
}

/** Fetches the source at the cursor of the active editor. */
export async function fetchHashAtCursor(client: LanguageClient): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const at: HashFixAt = { uri: editor.document.uri.toString(), position: editor.selection.active };
  await fetchHash(client, [at]);
}

/** Gives the hash command its progress message when a quick fix or a CodeLens of the server starts it. */
export function hashMiddleware(client: () => LanguageClient | undefined): Middleware {
  return {
    executeCommand: (command, args, next) => {
      const running = client();
      return command === hashFixCommand && running !== undefined ? fetchHash(running, args) : next(command, args);
    },
  };
}
