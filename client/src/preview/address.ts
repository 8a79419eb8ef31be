import { Uri } from 'vscode';

export const PREVIEW_SCHEME = 'nix-services';

/** What a preview shows of a source document. */
export type PreviewAddress =
  /** Its units, or one of them; or how exposed they are. */
  | { readonly view: 'units' | 'assessment'; readonly source: Uri; readonly unit: string | undefined }
  /** A generated file of a unit. */
  | { readonly view: 'script'; readonly source: Uri; readonly unit: string; readonly script: string }
  /** A unit with nothing around it, as one configuration of the source has it. */
  | { readonly view: 'plain'; readonly source: Uri; readonly unit: string; readonly context: string | undefined };

/** No name of a unit or a generated file has one. */
const SEPARATOR = '/';

/** What a tab calls a view. */
function title(address: PreviewAddress): string {
  const file = address.source.path.slice(address.source.path.lastIndexOf('/') + 1);
  switch (address.view) {
    case 'units':
      return address.unit ?? `Units of ${file}`;
    case 'assessment':
      return `Exposure of ${address.unit ?? file}`;
    case 'script':
      return address.script;
    case 'plain':
      return address.unit;
  }
}

function names(address: PreviewAddress): readonly (string | undefined)[] {
  if (address.view === 'script') return [address.unit, address.script];
  return address.view === 'plain' ? [address.unit, address.context] : [address.unit];
}

/** The URI of a preview document; its path is what the tab shows. */
export function previewUri(address: PreviewAddress): Uri {
  return Uri.from({
    scheme: PREVIEW_SCHEME,
    ...(address.view === 'units' ? {} : { authority: address.view }),
    path: `/${title(address)}`,
    query: address.source.toString(),
    fragment: names(address)
      .filter((name) => name !== undefined)
      .join(SEPARATOR),
  });
}

export function previewAddress({ authority, query, fragment }: Uri): PreviewAddress {
  const source = Uri.parse(query);
  const at = fragment.indexOf(SEPARATOR);
  const unit = at < 0 ? fragment : fragment.slice(0, at);
  const detail = at < 0 ? undefined : fragment.slice(at + 1);
  if (authority === 'script') return { view: 'script', source, unit, script: detail ?? '' };
  if (authority === 'plain') return { view: 'plain', source, unit, context: detail };
  return { view: authority === 'assessment' ? 'assessment' : 'units', source, unit: unit === '' ? undefined : unit };
}
