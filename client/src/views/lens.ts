import { CodeLens, type Disposable, languages, Range } from 'vscode';
import { PREVIEW_SCHEME, previewAddress } from '../preview/address';

/** The ways to what a preview hangs on, above its first line. */
export function createViewLenses(): Disposable {
  const top = new Range(0, 0, 0, 0);
  return languages.registerCodeLensProvider(
    { scheme: PREVIEW_SCHEME },
    {
      provideCodeLenses: ({ uri }) => {
        const { source } = previewAddress(uri);
        const argument = [source.toString()];
        return [
          new CodeLens(top, { title: 'Assumptions…', command: 'nixServices.assumptions', arguments: argument }),
          new CodeLens(top, { title: 'Host…', command: 'nixServices.pickHost', arguments: argument }),
        ];
      },
    },
  );
}
