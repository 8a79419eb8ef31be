import { commands, Disposable, type DocumentSelector, type Memento, type Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { createViewLenses } from './lens';
import { pickAssumptions } from './pick-assumptions';
import { pickHost } from './pick-host';
import { type Choices, choicesChanged } from './protocol';
import { createViewStatus } from './status';
import { createStore } from './store';

/** How documents are looked at: in which host, and under which conditions. */
export interface Views extends Disposable {
  readonly choices: () => Choices;
  /** Shows anew how the active document is looked at, when it is the one that changed. */
  readonly refresh: (changed: Uri) => void;
}

/** Registers the commands that choose how files are looked at; tells the server and shows it. */
export function createViews(
  memento: Memento,
  selector: DocumentSelector,
  client: () => LanguageClient | undefined,
): Views {
  const store = createStore(memento);
  const status = createViewStatus(selector, client);
  const tell = (): void => {
    const running = client();
    // A server that starts later is told then.
    if (running?.isRunning() === true) running.sendNotification(choicesChanged, store.all()).catch(() => undefined);
  };
  const subscriptions = Disposable.from(
    store,
    status,
    createViewLenses(client),
    store.changed(tell),
    window.onDidChangeActiveTextEditor(() => status.refresh()),
    commands.registerCommand('nixServices.pickHost', (uri) => pickHost(client(), store, uri)),
    commands.registerCommand('nixServices.assumptions', (uri) => pickAssumptions(client(), store, uri)),
  );
  return { choices: store.all, refresh: status.refresh, dispose: () => subscriptions.dispose() };
}
