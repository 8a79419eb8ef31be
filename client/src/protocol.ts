import type { Range } from 'vscode-languageclient/node';
import { NotificationType, RequestType } from 'vscode-languageclient/node';

export interface PreviewParams {
  readonly uri: string;
  /** One unit by its name with ending; all units of the file when left out. */
  readonly unit?: string;
}

/** Where a line of the preview was written. */
export interface PreviewLine {
  readonly line: number;
  readonly uri: string;
  readonly range: Range;
}

/** A piece of a preview's line that names a generated file of a unit; columns in UTF-16. */
export interface PreviewLink {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly unit: string;
  readonly script: string;
}

export interface PreviewResult {
  readonly text: string;
  readonly language: string;
  readonly lines: readonly PreviewLine[];
  readonly links?: readonly PreviewLink[];
}

/** The text of the units of a document, as they would be written; null when it has none. */
export const previewRequest = new RequestType<PreviewParams, PreviewResult | null, void>('nixServices/preview');

/** How exposed the units of a document are, as a document; null when it has none. */
export const assessmentRequest = new RequestType<PreviewParams, PreviewResult | null, void>('nixServices/assessment');

/** Says that the preview of a document may differ from what was last asked for. */
export const previewChanged = new NotificationType<{ readonly uri: string }>('nixServices/previewChanged');
