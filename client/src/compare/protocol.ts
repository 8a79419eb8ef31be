import { type Position, type ProgressToken, RequestType } from 'vscode-languageclient/node';

/** What a unit is held against: what Nix writes, or what is on this machine. */
export type Other = 'nix' | 'deployed';

/** What to ask about; the server names what is left open. */
export interface Question {
  readonly unit?: string;
  readonly scope?: string;
  readonly context?: string;
  readonly host?: string;
}

export interface CompareParams extends Question {
  readonly uri: string;
  readonly with: Other;
  readonly position?: Position;
  readonly workDoneToken?: ProgressToken;
}

export interface Choice extends Question {
  readonly label: string;
}

export type CompareResult =
  | {
      readonly kind: 'compared';
      readonly title: string;
      readonly text: string;
      readonly unit: string;
      readonly scope: string;
      readonly context?: string;
    }
  | { readonly kind: 'choose'; readonly what: 'unit' | 'host'; readonly choices: readonly Choice[] }
  | { readonly kind: 'failed'; readonly message: string; readonly logged: boolean };

/** Holds a unit against what Nix or this machine has; null when it was cancelled. */
export const compareRequest = new RequestType<CompareParams, CompareResult | null, void>('nixServices/compare');

export interface UnitTextParams {
  readonly uri: string;
  readonly unit: string;
  /** The manager that the unit is of: `system`, `user`, `initrd`. */
  readonly scope: string;
  readonly context?: string;
}

/** The text of a unit as it would be written; null while the document has no such unit. */
export const unitTextRequest = new RequestType<UnitTextParams, string | null, void>('nixServices/unitText');
