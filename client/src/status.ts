import { type Disposable, type DocumentSelector, LanguageStatusSeverity, languages } from 'vscode';

export type ServerState = 'starting' | 'ready' | 'off' | 'stopped';

export interface Status extends Disposable {
  readonly set: (state: ServerState) => void;
  /** Shows the server as working until the task ends, and gives the task back. */
  readonly during: <T>(task: Promise<T>) => Promise<T>;
}

const TEXT: Record<ServerState, { readonly text: string; readonly detail: string }> = {
  starting: { text: 'Nix Services', detail: 'starting' },
  ready: { text: 'Nix Services', detail: 'ready' },
  off: { text: 'Nix Services: off', detail: 'by the setting nixServices.enable' },
  stopped: { text: 'Nix Services: stopped', detail: 'crashed too often' },
};

/** The rows 'Nix Services' and 'Logs' of the language status popup. */
export function createStatus(selector: DocumentSelector): Status {
  const server = languages.createLanguageStatusItem('nixServices.server', selector);
  const logs = languages.createLanguageStatusItem('nixServices.logs', selector);
  server.name = 'Nix Services';
  logs.name = 'Nix Services logs';
  logs.text = 'Logs';
  logs.command = { command: 'nixServices.showOutput', title: 'Open logs' };

  let state: ServerState = 'starting';
  let tasks = 0;
  const show = (): void => {
    const working = state === 'ready' && tasks > 0;
    server.text = TEXT[state].text;
    server.detail = working ? 'working' : TEXT[state].detail;
    server.busy = working || state === 'starting';
    server.severity = state === 'stopped' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    server.command =
      state === 'off'
        ? { command: 'workbench.action.openSettings', title: 'Settings', arguments: ['nixServices.enable'] }
        : { command: 'nixServices.restart', title: 'Restart' };
  };
  show();
  return {
    set: (next) => {
      state = next;
      show();
    },
    during: async (task) => {
      tasks += 1;
      show();
      try {
        return await task;
      } finally {
        tasks -= 1;
        show();
      }
    },
    dispose: () => {
      server.dispose();
      logs.dispose();
    },
  };
}
