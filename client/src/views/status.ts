import { Disposable, type DocumentSelector, languages, type Uri, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type ViewReport, viewRequest } from './protocol';

/** What is said where the server knows nothing of the active document. */
const NOT_KNOWN: ViewReport = { hasHosts: false, conditions: [], options: [] };

/** The rows 'Host' and 'Assumptions' of the language status, which follow the active document. */
export interface ViewStatus extends Disposable {
  /** Asks again when the document is the active one; always without one. */
  readonly refresh: (document?: Uri) => void;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The host and what is assumed, in the language status. */
export function createViewStatus(selector: DocumentSelector, client: () => LanguageClient | undefined): ViewStatus {
  const host = languages.createLanguageStatusItem('nixServices.host', selector);
  const assumed = languages.createLanguageStatusItem('nixServices.assumptions', selector);
  host.name = 'Nix Services host';
  host.command = { command: 'nixServices.pickHost', title: 'Change' };
  assumed.name = 'Nix Services assumptions';
  assumed.command = { command: 'nixServices.assumptions', title: 'Show' };

  const show = (report: ViewReport): void => {
    const { asked, conditions, options } = report;
    host.text = report.host ?? 'No host';
    host.detail =
      asked !== undefined && report.host === undefined
        ? `${asked} does not import this file`
        : 'Host of previews and checks';
    assumed.text = conditions.length === 0 ? 'No assumptions' : count(conditions.length, 'assumption');
    const unknown = options.filter(({ value }) => value === undefined).length;
    assumed.detail = unknown === 0 ? '' : `${count(unknown, 'option')} not known`;
  };
  const active = (): string | undefined => window.activeTextEditor?.document.uri.toString();
  const ask = async (): Promise<void> => {
    const uri = active();
    const server = client();
    if (uri === undefined || server?.isRunning() !== true) return;
    const report = await server.sendRequest(viewRequest, { uri }).catch(() => null);
    if (uri === active()) show(report ?? NOT_KNOWN);
  };
  const refresh = (document?: Uri): void => {
    if (document === undefined || document.toString() === active()) void ask();
  };
  show(NOT_KNOWN);
  return { refresh, dispose: () => Disposable.from(host, assumed).dispose() };
}
