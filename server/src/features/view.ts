/** How a user wants documents looked at. What is not said is taken as it is likely. */
export interface View {
  /** The host to look at files in, as their flake has it; alone where undefined. */
  readonly context?: string | undefined;
  /** Look at a file that the host does not import as if it did; alone otherwise. */
  readonly asImported?: boolean | undefined;
  /** Options by their paths, as `services.db.port`, and the texts of their values. */
  readonly options: ReadonlyMap<string, string>;
  /** Conditions that are not known, as `config.services.db.enable`, and what they are taken to be. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

/** What was chosen for a document beside its host. */
export interface FileChoices {
  /** A host for this document alone; null for none. */
  readonly context?: string | null;
  readonly options: ReadonlyMap<string, string>;
  readonly conditions: ReadonlyMap<string, boolean>;
}

/** What was chosen for a workspace: hosts by the URIs of the folders that they are for, and the rest by documents. */
export interface Choices {
  readonly hosts: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, FileChoices>;
}

export const NO_CHOICES: Choices = { hosts: new Map(), files: new Map() };

function isInside(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** The host chosen for the nearest folder that a document is in. */
function hostOf({ hosts }: Choices, uri: string): string | undefined {
  const folders = [...hosts.keys()].filter((folder) => isInside(uri, folder));
  const nearest = folders.toSorted((a, b) => b.length - a.length)[0];
  return nearest === undefined ? undefined : hosts.get(nearest);
}

/** How a document is to be looked at. */
export function viewOf(choices: Choices, uri: string): View {
  const own = choices.files.get(uri);
  const context = own?.context === undefined ? hostOf(choices, uri) : (own.context ?? undefined);
  return {
    context,
    asImported: typeof own?.context === 'string',
    options: own?.options ?? new Map(),
    conditions: own?.conditions ?? new Map(),
  };
}

/** What tells a view from others. */
export function viewKey({ context, asImported, options, conditions }: View): string {
  return JSON.stringify([context, asImported, [...options], [...conditions]]);
}
