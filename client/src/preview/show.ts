import { Uri, ViewColumn, window, workspace } from 'vscode';
import { PREVIEW_SCHEME, type PreviewAddress, previewUri } from './address';

/**
 * Opens a view of a document beside it and leaves the focus where it is. Without a URI the active editor's document is
 * meant, without a unit all of its units.
 */
export async function showBeside(view: PreviewAddress['view'], uri: unknown, unit: unknown): Promise<void> {
  const source = typeof uri === 'string' ? Uri.parse(uri) : window.activeTextEditor?.document.uri;
  if (source === undefined || source.scheme === PREVIEW_SCHEME) return;
  const preview = previewUri({ view, source, unit: typeof unit === 'string' ? unit : undefined });
  const shown = window.visibleTextEditors.find(({ document }) => document.uri.scheme === PREVIEW_SCHEME);
  await window.showTextDocument(await workspace.openTextDocument(preview), {
    viewColumn: shown?.viewColumn ?? ViewColumn.Beside,
    preserveFocus: true,
    preview: false,
  });
}
