import { type Disposable, DocumentLink, languages, Range } from 'vscode';
import { PREVIEW_SCHEME, previewAddress, previewUri } from '../preview/address';
import type { Previews } from '../preview/content';

/** Makes links of the paths of generated files in previews. */
export function linkScripts(previews: Previews): Disposable {
  return languages.registerDocumentLinkProvider(
    { scheme: PREVIEW_SCHEME },
    {
      provideDocumentLinks: ({ uri }) =>
        previews.links(uri).map(({ line, start, end, unit, script }) => {
          const { source } = previewAddress(uri);
          const link = new DocumentLink(
            new Range(line, start, line, end),
            previewUri({ view: 'script', source, unit, script }),
          );
          link.tooltip = `Open ${script}`;
          return link;
        }),
    },
  );
}
