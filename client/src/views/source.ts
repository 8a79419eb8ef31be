import { Uri, window } from 'vscode';
import { PREVIEW_SCHEME, previewAddress } from '../preview/address';

/** The document that a command is about: the one it was called with, or that of the active editor or its preview. */
export function sourceUri(given: unknown): Uri | undefined {
  const uri =
    typeof given === 'string' ? Uri.parse(given) : given instanceof Uri ? given : window.activeTextEditor?.document.uri;
  return uri?.scheme === PREVIEW_SCHEME ? previewAddress(uri).source : uri;
}
