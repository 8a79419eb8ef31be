import { type TextDocument, Uri, ViewColumn, window, workspace } from 'vscode';
import { PREVIEW_SCHEME, type PreviewAddress, previewUri } from './address';

/** Opens a view of a document beside it and leaves the focus where it is. */
export async function showBeside(address: PreviewAddress): Promise<void> {
  const isPreview = ({ uri }: TextDocument): boolean => uri.scheme === PREVIEW_SCHEME;
  const shown = window.visibleTextEditors.find(({ document }) => isPreview(document));
  await window.showTextDocument(await workspace.openTextDocument(previewUri(address)), {
    viewColumn: shown?.viewColumn ?? ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}

/**
 * Shows the units of a document, or how exposed they are, beside it. Without a URI the active editor's document is meant, without a unit
 * all of its units.
 */
export async function showUnits(view: 'units' | 'assessment', uri: unknown, unit: unknown): Promise<void> {
  const source = typeof uri === 'string' ? Uri.parse(uri) : window.activeTextEditor?.document.uri;
  if (source === undefined || source.scheme === PREVIEW_SCHEME) return;
  await showBeside({ view, source, unit: typeof unit === 'string' ? unit : undefined });
}
