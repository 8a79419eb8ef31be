import { expectAttrs, expectList, expectString } from '../expect';
import { type Runtime, step } from '../runtime';
import { force } from '../thunk';
import { attrsOf, isAttrs, type Lazy, list, str } from '../value';
import { functions, join, later, member } from './kit';

/** The texts of the named entries and of all they depend on, each once, dependencies first. */
function closure(rt: Runtime, predefined: Lazy, names: Lazy): Lazy[] {
  const done = new Set<string>();
  const texts: Lazy[] = [];
  const visit = (items: readonly Lazy[]): void => {
    for (const item of items) {
      step(rt);
      const value = force(item);
      if (isAttrs(value)) {
        visit(expectList(member(value, 'deps')).items);
        texts.push(member(value, 'text'));
        continue;
      }
      const name = expectString(value);
      if (done.has(name)) continue;
      done.add(name);
      visit([member(expectAttrs(predefined), name)]);
    }
  };
  visit(expectList(names).items);
  return texts;
}

const entry = (text: Lazy, deps: Lazy) => attrsOf({ text, deps });

/** nixpkgs lib/strings-with-deps.nix. */
export const stringsWithDeps = functions({
  textClosureList: (rt, predefined, names) => list(closure(rt, predefined, names)),
  textClosureMap: (rt, f, predefined, names) =>
    join(rt, str('\n'), list(closure(rt, predefined, names).map((text) => later(rt, f, text)))),
  noDepEntry: (_rt, text) => entry(text, list([])),
  fullDepEntry: (_rt, text, deps) => entry(text, deps),
  packEntry: (_rt, deps) => entry(str(''), deps),
  stringAfter: (_rt, deps, text) => entry(text, deps),
});
