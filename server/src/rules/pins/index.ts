import type { Rule } from '../rule';
import { impureFetch } from './impure-fetch';
import { malformedHash } from './malformed-hash';
import { missingHash } from './missing-hash';
import { movingRevision } from './moving-revision';
import { oldHashNotation } from './old-hash-notation';
import { placeholderHash } from './placeholder-hash';
import { renamedFetcherAttribute } from './renamed-fetcher-attribute';
import { severalHashes } from './several-hashes';
import { sharedHash } from './shared-hash';
import { shortRevision } from './short-revision';
import { staleHash } from './stale-hash';

/** The rules about sources and their hashes. */
export const PIN_RULES: readonly Rule[] = [
  placeholderHash,
  malformedHash,
  missingHash,
  impureFetch,
  severalHashes,
  sharedHash,
  staleHash,
  movingRevision,
  shortRevision,
  renamedFetcherAttribute,
  oldHashNotation,
];
