import {
  type CancellationToken,
  Disposable,
  EventEmitter,
  languages,
  type TextDocument,
  type TextDocumentContentProvider,
  type Uri,
  workspace,
} from 'vscode';
import type { PreviewLine, PreviewLink, PreviewResult } from '../protocol';
import { PREVIEW_SCHEME, type PreviewAddress, previewAddress } from './address';

export type RequestPreview = (address: PreviewAddress, token: CancellationToken) => Promise<PreviewResult>;

export interface Previews extends Disposable {
  /** Asks again for the open previews of a source; of all sources without one. */
  readonly refresh: (source?: Uri) => void;
  /** Where the lines of an open preview come from. */
  readonly lines: (preview: Uri) => readonly PreviewLine[];
  /** Where an open preview names generated files. */
  readonly links: (preview: Uri) => readonly PreviewLink[];
}

/** Serves preview documents and keeps what the server told about their lines while they are open. */
export function createPreviews(request: RequestPreview): Previews {
  const changed = new EventEmitter<Uri>();
  const results = new Map<string, PreviewResult>();

  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri, token) => {
      const result = await request(previewAddress(uri), token);
      if (!token.isCancellationRequested) results.set(uri.toString(), result);
      return result.text;
    },
  };

  const setLanguage = (document: TextDocument): void => {
    const language = results.get(document.uri.toString())?.language;
    if (language !== undefined && language !== document.languageId) {
      // Without an extension that knows the language, the document stays plain.
      void languages.setTextDocumentLanguage(document, language).then(undefined, () => undefined);
    }
  };
  const subscriptions = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(PREVIEW_SCHEME, provider),
    workspace.onDidOpenTextDocument(setLanguage),
    // A change of language closes and opens a document too: only what is gone for good is forgotten.
    workspace.onDidCloseTextDocument(({ uri }) => {
      const open = workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
      if (!open) results.delete(uri.toString());
    }),
  );

  return {
    refresh: (source) => {
      for (const { uri } of workspace.textDocuments) {
        if (uri.scheme !== PREVIEW_SCHEME) continue;
        if (source === undefined || previewAddress(uri).source.toString() === source.toString()) changed.fire(uri);
      }
    },
    links: (preview) => results.get(preview.toString())?.links ?? [],
    lines: (preview) => results.get(preview.toString())?.lines ?? [],
    dispose: () => subscriptions.dispose(),
  };
}
