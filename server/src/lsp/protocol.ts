import { NotificationType, RequestType } from 'vscode-languageserver';
import type { Position } from '../base/span';
import type { AssessmentView } from '../features/harden/assessment';
import type { Preview } from '../features/preview';
import type { ScriptItem } from '../features/scripts/list';
import type { ScriptView } from '../features/scripts/view';

export interface PreviewParams {
  readonly uri: string;
  /** One unit by its name with ending; all units of the file when left out. */
  readonly unit?: string;
}

/** The text of the units of a document, as they would be written. */
export const previewRequest = new RequestType<PreviewParams, Preview | null, void>('nixServices/preview');

/** How exposed the units of a document are, as a document. */
export const assessmentRequest = new RequestType<PreviewParams, AssessmentView | null, void>('nixServices/assessment');

export interface ScriptParams {
  readonly uri: string;
  readonly unit: string;
  /** As the list of scripts names it. */
  readonly script: string;
}

export interface ScriptsParams {
  readonly uri: string;
  /** Where the cursor is. */
  readonly position?: Position;
}

/** The text of a generated file of a unit, as a document. */
export const scriptRequest = new RequestType<ScriptParams, ScriptView | null, void>('nixServices/script');

/** The generated files of the units of a document, those first that are written at the cursor. */
export const scriptsRequest = new RequestType<ScriptsParams, readonly ScriptItem[] | null, void>('nixServices/scripts');

/** Says that the preview of a document may differ from what was last asked for. */
export const previewChanged = new NotificationType<{ readonly uri: string }>('nixServices/previewChanged');

/** The command that fetches the source of a pin and writes its hash. */
export const HASH_FIX = 'nixServices.hash.fix';

/** The client's own command that opens a preview. */
export const SHOW_PREVIEW = 'nixServices.preview';

/** The client's own command that opens an assessment. */
export const SHOW_ASSESSMENT = 'nixServices.assessment';

/** The client's own command that shows a change as a diff, and makes it when it is accepted. */
export const REVIEW = 'nixServices.review';

/** The client's own command that opens a generated file. */
export const OPEN_SCRIPT = 'nixServices.openScript';
