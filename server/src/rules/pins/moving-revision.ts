import { pinRule } from './pin-rule';

/** A branch as `rev`: what it names moves away from its hash. */
export const movingRevision = pinRule('moving-revision', 'Branch as revision', 'info');
