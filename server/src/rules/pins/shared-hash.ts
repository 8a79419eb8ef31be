import { pinRule } from './pin-rule';

/** One hash on two different sources of a file: Nix takes the first for both without looking. */
export const sharedHash = pinRule('shared-hash', 'Hash of another source', 'warning');
