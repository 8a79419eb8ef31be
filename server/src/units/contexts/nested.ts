import type { Def } from '../../modules/definition';
import type { ModuleSource } from '../../modules/option-type';
import { force } from '../../nix/thunk';
import { type Attrs, isAttrs } from '../../nix/value';
import type { Configuration } from '../configuration';
import { attempt, type Collector } from '../problems';
import { contentsOf } from '../slots';

/** Modules inside of a configuration that are configurations of their own. */
export interface Nested {
  /** `home-manager.users.alice`, `specialisation.x`. */
  readonly name: string;
  readonly modules: readonly ModuleSource[];
  /** What its modules get beside the arguments of their world. */
  readonly specialArgs: Attrs | undefined;
}

function setsOf(from: Configuration, defs: readonly Def[], to: Collector): readonly Def[] {
  const { ctx } = from.world;
  return defs.flatMap((one) =>
    contentsOf(ctx, one.value)
      .filter((value) => {
        const set = attempt(ctx.rt, to, () => force(value));
        return set !== undefined && isAttrs(set);
      })
      .map((value) => ({ ...one, value })),
  );
}

/** The definitions of every name inside of sets, by name. */
function byName(from: Configuration, defs: readonly Def[], to: Collector): ReadonlyMap<string, readonly Def[]> {
  const found = new Map<string, Def[]>();
  for (const one of setsOf(from, defs, to)) {
    const set = force(one.value);
    if (!isAttrs(set)) continue;
    for (const [name, attr] of set.entries) {
      found.set(name, [...(found.get(name) ?? []), { ...one, value: attr.value, key: attr.key }]);
    }
  }
  return found;
}

/** A set of arguments that one of the definitions gives. */
function argumentsOf(from: Configuration, defs: readonly Def[] | undefined, to: Collector): Attrs | undefined {
  const [first] = defs ?? [];
  const value = first === undefined ? undefined : attempt(from.world.ctx.rt, to, () => force(first.value));
  return value !== undefined && isAttrs(value) ? value : undefined;
}

function modulesOf(from: Configuration, defs: readonly Def[]): readonly ModuleSource[] {
  return defs.flatMap((one) =>
    contentsOf(from.world.ctx, one.value).map((value) => ({ value, file: one.file, form: 'module' as const })),
  );
}

/** The users of home-manager that a configuration of NixOS has. */
export function homeUsers(from: Configuration, to: Collector): readonly Nested[] {
  const root = byName(from, from.evaluation.level().definitionsOf('home-manager'), to);
  const shared = root.get('sharedModules') ?? [];
  const common = shared.flatMap((one) => {
    const value = attempt(from.world.ctx.rt, to, () => force(one.value));
    const items = typeof value === 'object' && value !== null && value.kind === 'list' ? value.items : [];
    return items.map((item) => ({ value: item, file: one.file, form: 'module' as const }));
  });
  const specialArgs = argumentsOf(from, root.get('extraSpecialArgs'), to);
  return [...byName(from, root.get('users') ?? [], to)].map(([user, defs]) => ({
    name: `home-manager.users.${user}`,
    modules: [...modulesOf(from, defs), ...common],
    specialArgs,
  }));
}

/** The specialisations of a configuration: what each adds to it. */
export function specialisations(from: Configuration, to: Collector): readonly Nested[] {
  const root = byName(from, from.evaluation.level().definitionsOf('specialisation'), to);
  return [...root].map(([name, defs]) => ({
    name: `specialisation.${name}`,
    modules: modulesOf(from, byName(from, defs, to).get('configuration') ?? []),
    specialArgs: from.specialArgs,
  }));
}

/** The declarative containers of a configuration: each is a system of its own. */
export function containers(from: Configuration, to: Collector): readonly Nested[] {
  const root = byName(from, from.evaluation.level().definitionsOf('containers'), to);
  return [...root].map(([name, defs]) => {
    const container = byName(from, defs, to);
    return {
      name: `containers.${name}`,
      modules: modulesOf(from, container.get('config') ?? []),
      specialArgs: argumentsOf(from, container.get('specialArgs'), to),
    };
  });
}
