import { attrsFrom, isDerivation, mapAttrs, mergeAttrs, select } from '../attrs';
import { expectAttrs, expectBool } from '../expect';
import { delay, force } from '../thunk';
import { attrsOf, isUnknown, type Lazy, list, str } from '../value';
import { functions, member, namedArgs, REQUIRED, texts, thrown } from './kit';
import { warn } from './trivial';

/** nixpkgs lib/derivations.nix, beside the builtins. */
export const derivations = functions({
  lazyDerivation: (rt, options) => {
    const given = namedArgs(options, {
      derivation: REQUIRED,
      meta: null,
      passthru: attrsOf({}),
      outputs: list([str('out')]),
    });
    const checked = (name: string) =>
      delay(rt, () => {
        const pkg = force(given.derivation);
        if (isUnknown(pkg)) return force(select(pkg, name));
        if (!isDerivation(pkg)) throw thrown('lazyDerivation: input must be a derivation.');
        return force(member(pkg, name));
      });
    const own = ['outPath', 'outputName', 'drvPath', 'name', 'system'];
    const meta = expectAttrs(options).entries.has('meta') ? given.meta : checked('meta');
    const base = attrsFrom([
      ['type', str('derivation')],
      ...own.map((name): [string, Lazy] => [name, checked(name)]),
      ['outputs', given.outputs],
      ['meta', meta],
      ...texts(given.outputs).map((name): [string, Lazy] => [name, checked(name)]),
    ]);
    return mergeAttrs(base, expectAttrs(given.passthru));
  },
  optionalDrvAttr: (rt, cond, value) => (expectBool(rt, cond) ? force(value) : null),
  warnOnInstantiate: (rt, message, pkg) => {
    const known = expectAttrs(pkg);
    const quiet = new Set(['meta', 'name', 'type', 'outputName']);
    return mapAttrs(known, (name, value) =>
      quiet.has(name)
        ? value
        : delay(rt, () => {
            warn(rt, message);
            return force(value);
          }),
    );
  },
});
