import { pinRule } from './pin-rule';

/** A hash that Nix refuses to read: a foreign character, a wrong length or algorithm. */
export const malformedHash = pinRule('malformed-hash', 'Malformed hash', 'error');
