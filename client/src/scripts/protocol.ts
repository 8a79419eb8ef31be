import type { Position } from 'vscode-languageclient/node';
import { RequestType } from 'vscode-languageclient/node';
import type { PreviewResult } from '../protocol';

export interface ScriptParams {
  readonly uri: string;
  readonly unit: string;
  readonly script: string;
}

export interface ScriptsParams {
  readonly uri: string;
  /** Where the cursor is. */
  readonly position?: Position;
}

/** A generated file of a unit. */
export interface ScriptItem {
  readonly unit: string;
  readonly script: string;
  /** Whether it is written where the cursor is. */
  readonly here: boolean;
}

/** The text of a generated file of a unit; null while there is none. */
export const scriptRequest = new RequestType<ScriptParams, PreviewResult | null, void>('nixServices/script');

/** The generated files of the units of a document, those first that are written at the cursor. */
export const scriptsRequest = new RequestType<ScriptsParams, readonly ScriptItem[] | null, void>('nixServices/scripts');
