import { Uri } from 'vscode';

export const PREVIEW_SCHEME = 'nix-services';

/** What a preview shows: the units of a source document, or one of them. */
export interface PreviewAddress {
  readonly source: Uri;
  readonly unit: string | undefined;
}

/** The URI of a preview document; its path is what the tab shows. */
export function previewUri({ source, unit }: PreviewAddress): Uri {
  const file = source.path.slice(source.path.lastIndexOf('/') + 1);
  return Uri.from({
    scheme: PREVIEW_SCHEME,
    path: `/${unit ?? `Units of ${file}`}`,
    query: source.toString(),
    ...(unit === undefined ? {} : { fragment: unit }),
  });
}

export function previewAddress(uri: Uri): PreviewAddress {
  return { source: Uri.parse(uri.query), unit: uri.fragment === '' ? undefined : uri.fragment };
}
