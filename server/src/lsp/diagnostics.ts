import type { Connection } from 'vscode-languageserver';
import { diagnostic } from './convert';
import { describe, type Log } from './guard';
import { previewChanged } from './protocol';
import { scheduler } from './scheduler';
import type { ShellChecks } from './shell-checks';
import type { State } from './state';

/** Quiet time after an edit before findings are computed. */
const PAUSE_MS = 200;

export interface Publisher {
  /** Publishes a document's findings, and says that its preview may have changed, after a pause in typing. */
  readonly publishSoon: (uri: string) => void;
  /** Takes a closed document's findings away. */
  readonly clear: (uri: string) => void;
}

/** Publishes findings, each document after a pause of its own. */
export function publisher(connection: Connection, state: State, log: Log, shell: ShellChecks): Publisher {
  const pending = scheduler(PAUSE_MS);
  const publish = (uri: string): void => {
    try {
      const snapshot = state.snapshot(uri);
      const version = state.documents.get(uri)?.version;
      if (snapshot === undefined || version === undefined) return;
      // An empty file is one that is about to be written.
      const found = snapshot.text.trim() === '' ? [] : [...snapshot.findings(), ...shell.findings(snapshot)];
      const diagnostics = found
        .filter(({ origin }) => origin.uri === uri)
        .map((finding) => diagnostic(finding, snapshot.lines));
      void connection.sendDiagnostics({ uri, version, diagnostics });
      void connection.sendNotification(previewChanged, { uri });
    } catch (error) {
      log.error(`findings of ${uri}: ${describe(error)}`);
    }
  };
  return {
    publishSoon: (uri) => pending.schedule(uri, () => publish(uri)),
    clear: (uri) => {
      pending.cancel(uri);
      shell.stop(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}
