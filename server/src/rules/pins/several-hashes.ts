import { pinRule } from './pin-rule';

/** Two hash attributes of one fetcher: nixpkgs refuses to choose (lib/fetchers.nix). */
export const severalHashes = pinRule('several-hashes', 'Several hashes', 'error');
