import { Uri } from 'vscode';

export const PREVIEW_SCHEME = 'nix-services';

/** What a preview shows of a source document. */
export type PreviewAddress =
  /** Its units, or one of them; or how exposed they are. */
  | { readonly view: 'units' | 'assessment'; readonly source: Uri; readonly unit: string | undefined }
  /** A generated file of a unit. */
  | { readonly view: 'script'; readonly source: Uri; readonly unit: string; readonly script: string }
  /** A unit of a manager with nothing around it, as one configuration of the source has it. */
  | {
      readonly view: 'plain';
      readonly source: Uri;
      readonly unit: string;
      readonly scope: string;
      readonly context: string | undefined;
    };

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
  return address.view === 'plain' ? [address.unit, address.scope, address.context] : [address.unit];
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

/** What the URI of a preview says. */
export function previewAddress({ authority, query, fragment }: Uri): PreviewAddress {
  const source = Uri.parse(query);
  const [unit = '', detail = '', ...rest] = fragment.split(SEPARATOR);
  if (authority === 'script') return { view: 'script', source, unit, script: detail };
  const context = rest.length === 0 ? undefined : rest.join(SEPARATOR);
  if (authority === 'plain') return { view: 'plain', source, unit, scope: detail, context };
  return { view: authority === 'assessment' ? 'assessment' : 'units', source, unit: unit === '' ? undefined : unit };
}
