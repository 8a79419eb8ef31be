import { type ProgressToken, RequestType } from 'vscode-languageserver';
import type { Position } from '../../base/span';
import type { UnitChoice } from '../../features/compare/chosen-unit';

export interface CompareParams extends Partial<UnitChoice> {
  readonly uri: string;
  /** What Nix writes, or what is on this machine. */
  readonly with: 'nix' | 'deployed';
  /** Where the cursor is. */
  readonly position?: Position;
  /** The machine or home to ask Nix about: `nixosConfigurations.web`. */
  readonly host?: string;
  readonly workDoneToken?: ProgressToken;
}

/** Something to be chosen: its name, and what to ask with in place of the same fields. */
export interface Choice extends Partial<UnitChoice> {
  readonly label: string;
  readonly host?: string;
}

export type CompareResult =
  /** `text` is what the unit's own preview is to be held against. */
  | ({ readonly kind: 'compared'; readonly title: string; readonly text: string } & UnitChoice)
  | { readonly kind: 'choose'; readonly what: 'unit' | 'host'; readonly choices: readonly Choice[] }
  /** In a line; `logged` when the log has more. */
  | { readonly kind: 'failed'; readonly message: string; readonly logged: boolean };

/** Holds a unit against what Nix or this machine has; null when it was cancelled or there is no such document. */
export const compareRequest = new RequestType<CompareParams, CompareResult | null, void>('nixServices/compare');

export interface UnitTextParams extends UnitChoice {
  readonly uri: string;
}

/** The text of a unit as it would be written; null while the document has no such unit. */
export const unitTextRequest = new RequestType<UnitTextParams, string | null, void>('nixServices/unitText');
