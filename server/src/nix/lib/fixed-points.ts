import { mergeAttrs } from '../attrs';
import { expectAttrs, expectList, expectString } from '../expect';
import { native } from '../native';
import { type Runtime, step } from '../runtime';
import { delay, force, type Thunk } from '../thunk';
import { type Attrs, attrsOf, isUnknown, type Lazy, type Value } from '../value';
import { call, equals, functions } from './kit';
import { isFunctionLike } from './trivial';

/** The least fixed point of a function. */
export function fix(rt: Runtime, f: (self: Lazy) => Value): Value {
  const self: Thunk = delay(rt, () => f(self));
  return force(self);
}

function extended(rt: Runtime, overlay: Lazy, f: Lazy, final: Lazy): Value {
  const previous = expectAttrs(call(rt, f, final));
  return mergeAttrs(previous, expectAttrs(call(rt, overlay, final, previous)));
}

function composed(rt: Runtime, f: Lazy, g: Lazy, final: Lazy, previous: Lazy): Attrs {
  const first = expectAttrs(call(rt, f, final, previous));
  const between = delay(rt, () => mergeAttrs(expectAttrs(previous), first));
  return mergeAttrs(first, expectAttrs(call(rt, g, final, between)));
}

function extensible(rt: Runtime, extender: string, f: Lazy): Value {
  return fix(rt, (self) => {
    const extend = native(extender, 1, (inner, overlay) =>
      extensible(
        inner,
        extender,
        native('extends', 1, (run, final) => extended(run, overlay, f, final)),
      ),
    );
    return mergeAttrs(
      mergeAttrs(expectAttrs(call(rt, f, self)), attrsOf({ [extender]: extend })),
      attrsOf({ __unfix__: f }),
    );
  });
}

/** nixpkgs lib/fixed-points.nix. */
export const fixedPoints = functions({
  fix: (rt, f) => fix(rt, (self) => call(rt, f, self)),
  "fix'": (rt, f) => fix(rt, (self) => mergeAttrs(expectAttrs(call(rt, f, self)), attrsOf({ __unfix__: f }))),
  converge: (rt, f, x) => {
    for (let here = force(x); ; ) {
      step(rt);
      const next = call(rt, f, here);
      if (equals(rt, next, here)) return here;
      here = next;
    }
  },
  extends: (rt, overlay, f, final) => extended(rt, overlay, f, final),
  composeExtensions: (rt, f, g, final, previous) => composed(rt, f, g, final, previous),
  composeManyExtensions: (rt, overlays, final, previous) => {
    let merged = attrsOf({});
    for (const overlay of expectList(overlays).items) {
      const so = merged;
      const between = delay(rt, () => mergeAttrs(expectAttrs(previous), so));
      merged = mergeAttrs(merged, expectAttrs(call(rt, overlay, final, between)));
    }
    return merged;
  },
  makeExtensible: (rt, f) => extensible(rt, 'extend', f),
  makeExtensibleWithCustomName: (rt, extender, f) => extensible(rt, expectString(extender), f),
  toExtension: (_rt, f) => {
    const value = force(f);
    if (isUnknown(value)) return value;
    return native('toExtension', 2, (run, final, previous) => {
      if (!isFunctionLike(run, value)) return value;
      const first = call(run, value, previous);
      return isFunctionLike(run, first) ? call(run, value, final, previous) : first;
    });
  },
});
