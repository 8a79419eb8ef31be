import { type CancellationToken, type Progress, ProgressLocation, window } from 'vscode';
import { type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';

/** Why the server did not answer, in a line. */
export interface Failure {
  readonly kind: 'failed';
  readonly message: string;
}

/**
 * Asks the server for something that takes time, under a notification that shows how far it is and can be cancelled; undefined when it was.
 * `ask` is given the token under which the server tells its progress.
 */
export async function askWithProgress<T>(
  client: LanguageClient,
  title: string,
  ask: (workDoneToken: string, token: CancellationToken) => Promise<T>,
): Promise<T | Failure | undefined> {
  const run = async (
    progress: Progress<{ message: string }>,
    token: CancellationToken,
  ): Promise<T | Failure | undefined> => {
    const workDoneToken = `nixServices.${crypto.randomUUID()}`;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, ({ message }) => {
      if (message !== undefined) progress.report({ message });
    });
    try {
      return await ask(workDoneToken, token);
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    } finally {
      listener.dispose();
    }
  };
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, run);
}
