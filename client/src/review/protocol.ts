import type { TextEdit } from 'vscode-languageclient/node';

/** A change that the server proposes: to be looked at before it is made. */
export interface Proposal {
  readonly uri: string;
  /** The version of the document that the edits are made for. */
  readonly version: number;
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** What the change could break, a line for each part of it. */
  readonly notes: readonly string[];
}

/** The command of the server's actions that asks for a review. */
export const REVIEW = 'nixServices.review';
