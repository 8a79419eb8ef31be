import type { ModuleContext } from '../../modules/context';
import { evalModules } from '../../modules/evaluate';
import { attrsFrom, trySelect } from '../../nix/attrs';
import { native } from '../../nix/native';
import { force } from '../../nix/thunk';
import { isAttrs, type Lazy, unknown, type Value } from '../../nix/value';

function member(set: Value, name: string): Lazy {
  return (isAttrs(set) ? trySelect(set, name) : undefined) ?? unknown(name);
}

/** `flake-parts.lib.mkFlake`: what its modules put under `flake`. Outputs for each system (`perSystem`) are left out. */
export function makeFlake(lib: Lazy): Lazy {
  return native('mkFlake', 2, (rt, args, module) => {
    const ctx: ModuleContext = {
      rt,
      lib,
      open: { report: () => undefined, meet: () => undefined, assume: () => false },
      evaluate: evalModules,
    };
    const inputs = force(member(force(args ?? null), 'inputs'));
    const { config } = evalModules(ctx, {
      modules: [{ value: module ?? null, file: 'flake.nix', form: 'module' }],
      prefix: [],
      specialArgs: attrsFrom([
        ['inputs', inputs],
        ['self', member(inputs, 'self')],
      ]),
      class: 'flake',
      openWorld: true,
    });
    const flake = force(member(force(config), 'flake'));
    return isAttrs(flake) ? flake : attrsFrom([]);
  });
}
