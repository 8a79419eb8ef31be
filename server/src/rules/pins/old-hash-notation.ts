import { pinRule } from './pin-rule';

/** A hash in Nix base 32 or hexadecimal where SRI is today's. */
export const oldHashNotation = pinRule('old-hash-notation', 'Older notation of a hash', 'hint');
