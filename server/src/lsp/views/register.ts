import type { Connection } from 'vscode-languageserver';
import { viewReport } from '../../features/view-report';
import { guarded, type Log } from '../guard';
import type { State } from '../state';
import { parseChoices } from './choices';
import { choicesChanged, hostsRequest, viewRequest } from './protocol';

/** Answers how documents are looked at, and looks at them as the user chooses; `changed` follows every choice. */
export function registerViews(connection: Connection, state: State, log: Log, changed: () => void): void {
  connection.onRequest(
    viewRequest,
    guarded(log, 'view', ({ uri }) => {
      const snapshot = state.snapshot(uri);
      return snapshot === undefined ? null : viewReport(snapshot.analysis(), state.viewOf(uri), state.hasHosts(uri));
    }),
  );
  connection.onRequest(
    hostsRequest,
    guarded(log, 'hosts', ({ uri }) => state.hosts(uri)),
  );
  connection.onNotification(choicesChanged, (choices) => {
    state.choose(parseChoices(choices));
    changed();
  });
}
