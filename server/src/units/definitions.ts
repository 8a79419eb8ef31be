import { childDef, type Def } from '../modules/definition';
import type { Level } from '../modules/level';
import { pushDown } from '../modules/properties';
import { force } from '../nix/thunk';
import { isAttrs } from '../nix/value';

/** What definitions of a set say of a path inside of it. */
function inside(defs: readonly Def[], path: readonly string[]): readonly Def[] {
  return path.reduce(
    (found, name) =>
      found.flatMap(pushDown).flatMap((one) => {
        const set = force(one.value);
        const attr = isAttrs(set) ? set.entries.get(name) : undefined;
        return attr === undefined ? [] : [childDef(one, attr)];
      }),
    defs,
  );
}

/** The definitions of an option, declared or not, as they were written. What does not evaluate on the way is thrown. */
export function definitionsIn(root: Level, path: readonly string[]): readonly Def[] {
  let level = root;
  for (const [index, name] of path.entries()) {
    const next = level.child(name);
    if (next?.kind !== 'level' || index === path.length - 1)
      return inside(level.definitionsOf(name), path.slice(index + 1));
    level = next;
  }
  return [];
}
