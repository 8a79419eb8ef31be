import data from '../../../data/config-files.json';
import type { Default } from '../nixos/facts';

/** What a line is made of, or lines are. */
export type ConfigPiece =
  /** As it stands. */
  | { readonly text: string }
  /** `key=` and an option's value; `words` are what false and true print as. */
  | { readonly key: string; readonly option: string; readonly words?: readonly string[] }
  /** `key=` and the variables of an option, quoted for a shell. */
  | { readonly key: string; readonly variables: string }
  /** An option that holds lines. */
  | { readonly lines: string }
  /** Lines that are there unless an option has a value, and a blank line. */
  | { readonly unless: null | boolean | string; readonly option: string; readonly block: readonly ConfigPiece[] }
  /**
   * An option that holds settings by name, and a blank line unless `tight`; `renamed` are options that others of them were before,
   * `environment` settings that are made of variables.
   */
  | {
      readonly settings: string;
      readonly tight?: boolean;
      readonly renamed?: Readonly<Record<string, string>>;
      readonly environment?: Readonly<Record<string, string>>;
    };

/** How some releases write a file. */
export interface ConfigForm {
  /** First release that writes it so. */
  readonly since?: string;
  /** First release that no longer does. */
  readonly until?: string;
  /** The options that it is made of. */
  readonly uses: readonly string[];
  readonly pieces: readonly ConfigPiece[];
}

/** A file that programs of systemd read their settings from, and how NixOS writes it. */
export interface ConfigFile {
  readonly path: string;
  readonly scope?: string;
  readonly forms: readonly ConfigForm[];
}

/** An option that such files are made of. */
export interface ConfigOption {
  readonly name: string;
  readonly type: string;
  readonly default?: Default;
  /** The option whose value is its default. */
  readonly defaultOf?: string;
}

export const configFiles: readonly ConfigFile[] = data.files;
export const configOptions: readonly ConfigOption[] = data.options;

/** What NixOS gives some of the settings, weaker than any definition. */
export const configDefaults: ReadonlyMap<string, Readonly<Record<string, Default>>> = new Map(
  Object.entries(data.defaults),
);
