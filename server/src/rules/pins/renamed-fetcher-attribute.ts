import { pinRule } from './pin-rule';

/** An attribute of a fetcher or builder that nixpkgs has renamed, such as `vendorSha256`. */
export const renamedFetcherAttribute = pinRule('renamed-fetcher-attribute', 'Renamed attribute', 'warning');
