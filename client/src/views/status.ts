import { Disposable, type DocumentSelector, languages, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { viewRequest } from './protocol';

/** The rows 'Host' and 'Assumptions' of the language status, which follow the active document. */
export interface ViewStatus extends Disposable {
  readonly refresh: () => void;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function createViewStatus(selector: DocumentSelector, client: () => LanguageClient | undefined): ViewStatus {
  const host = languages.createLanguageStatusItem('nixServices.host', selector);
  const assumed = languages.createLanguageStatusItem('nixServices.assumptions', selector);
  host.name = 'Nix Services host';
  host.command = { command: 'nixServices.pickHost', title: 'Change' };
  assumed.name = 'Nix Services assumptions';
  assumed.command = { command: 'nixServices.assumptions', title: 'Show' };

  const show = async (): Promise<void> => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const server = client();
    if (uri === undefined || server?.isRunning() !== true) return;
    const report = await server.sendRequest(viewRequest, { uri }).catch(() => null);
    if (report === null || uri !== window.activeTextEditor?.document.uri.toString()) return;
    const { asked, conditions, options } = report;
    host.text = report.host ?? 'No host';
    host.detail =
      asked !== undefined && report.host === undefined
        ? `${asked} does not import this file`
        : 'Host of previews and checks';
    assumed.text = count(conditions.length, 'assumption');
    assumed.detail = options.length === 0 ? '' : count(options.length, 'option').concat(' not known');
  };
  const refresh = (): void => void show();
  host.text = 'No host';
  assumed.text = 'No assumptions';
  return { refresh, dispose: () => Disposable.from(host, assumed).dispose() };
}
