import { Disposable, EventEmitter, type Uri, workspace } from 'vscode';
import type { Other } from './protocol';

const SCHEME = 'nix-services-other';

/** The texts that units were compared with, as documents. */
export interface OtherTexts extends Disposable {
  /** Keeps a text to be compared with a preview; a later one takes its place. */
  readonly keep: (other: Other, preview: Uri, text: string) => Uri;
}

/** The documents that previews are compared with. */
export function createOtherTexts(): OtherTexts {
  const changed = new EventEmitter<Uri>();
  const texts = new Map<string, string>();
  const subscriptions = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
  );
  return {
    keep: (other, preview, text) => {
      const uri = preview.with({ scheme: SCHEME, authority: other });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      return uri;
    },
    dispose: () => subscriptions.dispose(),
  };
}
