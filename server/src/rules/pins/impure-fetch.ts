import { pinRule } from './pin-rule';

/** A builtin fetcher without a hash: impure, so refused in flakes. */
export const impureFetch = pinRule('impure-fetch', 'Fetch without a hash', 'info');
