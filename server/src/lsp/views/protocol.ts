import { NotificationType, RequestType } from 'vscode-languageserver';
import type { Hosts } from '../../features/hosts';
import type { ViewReport } from '../../features/view-report';

interface OfDocument {
  readonly uri: string;
}

/** How a document is looked at, and what can be chosen about it. */
export const viewRequest = new RequestType<OfDocument, ViewReport | null, void>('nixServices/view');

/** The hosts that a document can be looked at in. */
export const hostsRequest = new RequestType<OfDocument, Hosts | null, void>('nixServices/hosts');

/** Tells what the user chose, all of it: `{ hosts: { folder: host }, files: { uri: { context, options, conditions } } }`. */
export const choicesChanged = new NotificationType<unknown>('nixServices/choices');
