import { NotificationType, RequestType } from 'vscode-languageserver';
import type { Position } from '../base/span';
import type { Preview } from '../features/preview';

export interface PreviewParams {
  readonly uri: string;
  /** One unit by its name with ending; all units of the file when left out. */
  readonly unit?: string;
}

/** The text of the units of a document, as they would be written. */
export const previewRequest = new RequestType<PreviewParams, Preview | null, void>('nixServices/preview');

/** Says that the preview of a document may differ from what was last asked for. */
export const previewChanged = new NotificationType<{ readonly uri: string }>('nixServices/previewChanged');

/** The command that fetches the source of a pin and writes its hash. */
export const HASH_FIX = 'nixServices.hash.fix';

/** The client's own command that opens a preview. */
export const SHOW_PREVIEW = 'nixServices.preview';

export interface HashFixAt {
  readonly uri: string;
  readonly position: Position;
}
