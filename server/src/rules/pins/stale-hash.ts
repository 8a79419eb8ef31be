import { pinRule } from './pin-rule';

/** A hash that its source did not have when it was fetched, or that stayed while the source changed since the last commit. */
export const staleHash = pinRule('stale-hash', 'Stale hash', 'warning');
