import { CodeLens, type Disposable, languages, Range } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { PREVIEW_SCHEME, previewAddress } from '../preview/address';
import { viewRequest } from './protocol';

/** The ways to what a preview of units hangs on, above its first line, where there is something to choose. */
export function createViewLenses(client: () => LanguageClient | undefined): Disposable {
  const top = new Range(0, 0, 0, 0);
  return languages.registerCodeLensProvider(
    { scheme: PREVIEW_SCHEME },
    {
      provideCodeLenses: async ({ uri }, token) => {
        const { view, source } = previewAddress(uri);
        const server = client();
        if (view !== 'units' || server?.isRunning() !== true) return [];
        const report = await server.sendRequest(viewRequest, { uri: source.toString() }, token).catch(() => null);
        if (report === null) return [];
        const lens = (title: string, command: string): CodeLens =>
          new CodeLens(top, { title, command, arguments: [source.toString()] });
        return [
          ...(report.conditions.length + report.options.length > 0
            ? [lens('Assumptions…', 'nixServices.assumptions')]
            : []),
          ...(report.hasHosts ? [lens('Host…', 'nixServices.pickHost')] : []),
        ];
      },
    },
  );
}
