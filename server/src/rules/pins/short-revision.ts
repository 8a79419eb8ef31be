import { pinRule } from './pin-rule';

/** A shortened commit as `rev`: forges resolve it today, and it may become ambiguous. */
export const shortRevision = pinRule('short-revision', 'Shortened revision', 'hint');
