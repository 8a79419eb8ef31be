import { Uri } from 'vscode';

export const PREVIEW_SCHEME = 'nix-services';

/** What a preview shows: the units of a source document, or one of them; or how exposed they are. */
export interface PreviewAddress {
  readonly view: 'units' | 'assessment';
  readonly source: Uri;
  readonly unit: string | undefined;
}

const ASSESSMENT = 'assessment';

/** The URI of a preview document; its path is what the tab shows. */
export function previewUri({ view, source, unit }: PreviewAddress): Uri {
  const file = source.path.slice(source.path.lastIndexOf('/') + 1);
  return Uri.from({
    scheme: PREVIEW_SCHEME,
    ...(view === 'assessment' ? { authority: ASSESSMENT } : {}),
    path: view === 'assessment' ? `/Exposure of ${unit ?? file}` : `/${unit ?? `Units of ${file}`}`,
    query: source.toString(),
    ...(unit === undefined ? {} : { fragment: unit }),
  });
}

export function previewAddress(uri: Uri): PreviewAddress {
  return {
    view: uri.authority === ASSESSMENT ? 'assessment' : 'units',
    source: Uri.parse(uri.query),
    unit: uri.fragment === '' ? undefined : uri.fragment,
  };
}
