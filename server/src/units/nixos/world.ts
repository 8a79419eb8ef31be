import type { ModuleContext } from '../../modules/context';
import { apply } from '../../nix/apply';
import { trySelect } from '../../nix/attrs';
import { force } from '../../nix/thunk';
import { type Attr, isAttrs, type Lazy, unknown, type Value } from '../../nix/value';

/** What native modules of NixOS work with. */
export interface NixosWorld {
  readonly ctx: ModuleContext;
  readonly pkgs: Lazy;
  /** The whole configuration. */
  readonly config: Lazy;
}

/** A value at a path of the configuration or of `pkgs`; unknown where the path ends early. */
export function valueAt(root: Lazy, ...path: readonly string[]): Value {
  let value = force(root);
  for (const name of path) {
    const next = trySelect(value, name);
    if (next === undefined) return unknown(path.join('.'));
    value = force(next);
  }
  return value;
}

/** An attribute of a configuration, with what is recorded of its definitions. */
export function attrAt(config: Lazy, name: string): Attr {
  const set = force(config);
  const attr = isAttrs(set) ? set.entries.get(name) : undefined;
  return attr ?? { value: null, key: undefined };
}

/** Calls a function of lib. */
export function callLib(world: NixosWorld, name: string, ...args: readonly Lazy[]): Value {
  return apply(world.ctx.rt, valueAt(world.ctx.lib, name), ...args);
}
