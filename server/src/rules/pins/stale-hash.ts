import { pinRule } from './pin-rule';

/** A source that changed since the last commit under a hash that did not. */
export const staleHash = pinRule('stale-hash', 'Stale hash', 'warning');
