import { window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

/** The client that a command of the user's can ask, which waits while it starts; where there is none, the user is told. */
export function runningClient(client: LanguageClient | undefined): LanguageClient | undefined {
  if (client === undefined)
    void window.showWarningMessage('Nix Services is not running; its language status says why.');
  return client;
}
