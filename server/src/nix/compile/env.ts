import type { Lazy } from '../value';

/** The variables of one scope at run time; a `with` scope has its set as the only slot. */
export class Env {
  constructor(
    readonly up: Env | undefined,
    readonly slots: Lazy[],
  ) {}
}

/** A scope as the compiler knows it: names with their slots, or a `with`, whose names are known at run time alone. */
export type Scope =
  | { readonly kind: 'frame'; readonly names: ReadonlyMap<string, number>; readonly up: Scope | undefined }
  | { readonly kind: 'with'; readonly up: Scope | undefined };

/** Where a name is bound: `level` scopes up, in the slot `index`; or else the levels of the `with`s around, innermost first. */
export type Binding =
  | { readonly kind: 'slot'; readonly level: number; readonly index: number }
  | { readonly kind: 'free'; readonly withs: readonly number[] };

export function resolve(scope: Scope | undefined, name: string): Binding {
  const withs: number[] = [];
  let level = 0;
  for (let at = scope; at !== undefined; at = at.up, level++) {
    if (at.kind === 'with') {
      withs.push(level);
      continue;
    }
    const index = at.names.get(name);
    if (index !== undefined) return { kind: 'slot', level, index };
  }
  return { kind: 'free', withs };
}

/** A scope of the given names, in slots of their order. */
export function frame(names: Iterable<string>, up: Scope | undefined): Scope {
  return { kind: 'frame', names: new Map([...names].map((name, index) => [name, index])), up };
}

/** The scope some levels up. */
export function ancestor(env: Env, level: number): Env {
  let at = env;
  for (let i = 0; i < level; i++) at = at.up as Env;
  return at;
}
