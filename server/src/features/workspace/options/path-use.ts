import type { Span } from '../../../base/span';
import type { AttrName, InheritBinding } from '../../../syntax/node';

/** A name of an option's path; what is computed there, such as `<name>`, has none. */
export interface PathName {
  readonly name: string | undefined;
  /** Where it is written; undefined for a name that stands elsewhere, as those behind `cfg`. */
  readonly span: Span | undefined;
  readonly quoted: boolean;
}

/** How a path is written. */
export type PathForm =
  /** `options.services.x.port = mkOption { … }`; only `declared` paths are an option's own. */
  | { readonly kind: 'declaration'; readonly declared: boolean }
  /** `services.x.port = 1`, also in a set around it. */
  | { readonly kind: 'definition' }
  /** `cfg.port`, `config.services.x.port`, `options.services.x.port.default`, `cfg ? port`. */
  | { readonly kind: 'selection' }
  /** `inherit (cfg) port;`, where the name is that of what it is assigned to, too. */
  | { readonly kind: 'inherit'; readonly binding: InheritBinding }
  /** `inherit port;` among definitions. */
  | { readonly kind: 'inherited-definition'; readonly binding: InheritBinding }
  /** `port` under `with cfg;`. */
  | { readonly kind: 'with' }
  /** `cfg` as a whole, given to something that may look into it. */
  | { readonly kind: 'escape' };

/** A path of options as one place of a file writes it. */
export interface PathUse {
  readonly path: readonly PathName[];
  /** The first of its names that is written there. */
  readonly own: number;
  readonly form: PathForm;
}

export function pathName(name: AttrName): PathName {
  return name.kind === 'name'
    ? { name: name.name, span: { start: name.start, end: name.end }, quoted: name.quoted }
    : { name: undefined, span: undefined, quoted: false };
}

/** Names that stand elsewhere. */
export function known(names: readonly (string | undefined)[]): readonly PathName[] {
  return names.map((name) => ({ name, span: undefined, quoted: false }));
}
