import { Disposable, EventEmitter, Uri, workspace } from 'vscode';
import type { Other } from './protocol';

const SCHEME = 'nix-services-other';

/** The texts that units were compared with, as documents. */
export interface OtherTexts extends Disposable {
  /** Keeps a text; a later one for the same unit takes its place. */
  readonly keep: (other: Other, source: Uri, unit: string, text: string) => Uri;
}

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
    keep: (other, source, unit, text) => {
      const uri = Uri.from({ scheme: SCHEME, authority: other, path: `/${unit}`, query: source.toString() });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      return uri;
    },
    dispose: () => subscriptions.dispose(),
  };
}
