import { mergeAttrs } from '../attrs';
import { call } from '../lib/kit';
import { isFunctionLike } from '../lib/trivial';
import type { Runtime } from '../runtime';
import { force } from '../thunk';
import { type Attrs, isAttrs, type Lazy, type Value } from '../value';

/** What `overrideAttrs` was given: attributes, or a function of the old ones, or of the final and the old ones. */
export function overriding(rt: Runtime, change: Lazy, old: Attrs): Value {
  const value = force(change);
  if (!isFunctionLike(rt, value)) return value;
  const first = call(rt, value, old);
  return isFunctionLike(rt, first) ? call(rt, first, old) : first;
}

/** The attributes with those of `passthru` beside them. */
export function withPassthru(given: Attrs): Attrs {
  const passthru = given.entries.get('passthru');
  if (passthru === undefined) return given;
  const value = force(passthru.value);
  return isAttrs(value) ? mergeAttrs(given, value) : given;
}
