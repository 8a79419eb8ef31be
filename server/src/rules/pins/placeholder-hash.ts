import { pinRule } from './pin-rule';

/** An empty hash, `lib.fakeHash` and the like: the build stops at it and says the real one. */
export const placeholderHash = pinRule('placeholder-hash', 'Placeholder hash', 'warning');
