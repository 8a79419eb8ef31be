import { pinRule } from './pin-rule';

/** A fetcher of nixpkgs without the hash that it asks for. */
export const missingHash = pinRule('missing-hash', 'Missing hash', 'warning');
