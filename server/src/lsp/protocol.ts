import { NotificationType, RequestType } from 'vscode-languageserver';
import type { AssessmentView } from '../features/harden/assessment';
import type { Preview } from '../features/preview';

export interface PreviewParams {
  readonly uri: string;
  /** One unit by its name with ending; all units of the file when left out. */
  readonly unit?: string;
}

/** The text of the units of a document, as they would be written. */
export const previewRequest = new RequestType<PreviewParams, Preview | null, void>('nixServices/preview');

/** How exposed the units of a document are, as a document. */
export const assessmentRequest = new RequestType<PreviewParams, AssessmentView | null, void>('nixServices/assessment');

/** Says that the preview of a document may differ from what was last asked for. */
export const previewChanged = new NotificationType<{ readonly uri: string }>('nixServices/previewChanged');

/** The command that fetches the source of a pin and writes its hash. */
export const HASH_FIX = 'nixServices.hash.fix';

/** The client's own command that opens a preview. */
export const SHOW_PREVIEW = 'nixServices.preview';

/** The client's own command that opens an assessment. */
export const SHOW_ASSESSMENT = 'nixServices.assessment';
