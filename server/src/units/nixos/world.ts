import type { ModuleContext } from '../../modules/context';
import { apply } from '../../nix/apply';
import { trySelect } from '../../nix/attrs';
import { delay, force } from '../../nix/thunk';
import { type Attr, type Definition, isAttrs, type Lazy, unknown, type Value } from '../../nix/value';
import type { ReleaseRange } from '../release';

/** What native modules of NixOS work with. */
export interface NixosWorld {
  readonly ctx: ModuleContext;
  readonly pkgs: Lazy;
  /** The whole configuration. */
  readonly config: Lazy;
  /** The releases that it may be of; the newest where undefined. */
  readonly release?: ReleaseRange | undefined;
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

/** An attribute of a configuration that is still being made: nothing is forced before it is used. */
class LaterAttr implements Attr {
  readonly key = undefined;

  constructor(
    readonly value: Lazy,
    private readonly from: () => Attr,
  ) {}

  get definitions(): readonly Definition[] {
    return this.from().definitions ?? [];
  }
}

/** An option of a configuration, for native modules: they run before the configuration is known. */
export function optionAt(world: NixosWorld, config: Lazy, ...path: readonly string[]): Attr {
  const set = path
    .slice(0, -1)
    .reduce<Lazy>((inner, name) => delay(world.ctx.rt, () => force(attrAt(inner, name).value)), config);
  const find = (): Attr => attrAt(set, path[path.length - 1] ?? '');
  return new LaterAttr(
    delay(world.ctx.rt, () => force(find().value)),
    find,
  );
}

/** An attribute that passes on an option's value, changed, with the option's definitions. */
export function forward(from: Attr, value: Lazy): Attr {
  return new LaterAttr(value, () => from);
}

/** Calls a function of lib. */
export function callLib(world: NixosWorld, name: string, ...args: readonly Lazy[]): Value {
  return apply(world.ctx.rt, valueAt(world.ctx.lib, name), ...args);
}
