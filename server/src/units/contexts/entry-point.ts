import type { ModuleSource } from '../../modules/option-type';
import { attrNames } from '../../nix/order';
import { force } from '../../nix/thunk';
import { type Attrs, isAttrs, type Lazy, type Value } from '../../nix/value';

/** A configuration, or a module of one, that a file gives. */
export interface EntryPoint {
  /** Its path in the file: `nixosConfigurations.web`, `nodes.server`. */
  readonly name: string;
  readonly modules: readonly ModuleSource[];
  /** What its modules get beside the arguments of NixOS. */
  readonly specialArgs: Attrs | undefined;
  /** Whether it is a whole machine or home, and so one to look at modules in. */
  readonly isHost: boolean;
}

/** Whether a host is the one that is asked for: by its name, or by its path in the file. */
export function isCalled({ name }: EntryPoint, asked: string): boolean {
  return name === asked || name.endsWith(`.${asked}`);
}

/** Modules as they stand in a file. */
export function modulesOf(path: string, modules: readonly Lazy[]): readonly ModuleSource[] {
  return modules.map((value) => ({ value, file: path, form: 'module' }));
}

/** The attributes of a set that is an attribute itself, by name; none where it is no set. */
export function namedIn(value: Value, name: string): readonly (readonly [string, Lazy])[] {
  const found = isAttrs(value) ? value.entries.get(name) : undefined;
  const set = found === undefined ? null : force(found.value);
  if (!isAttrs(set)) return [];
  return attrNames(set).map((each) => [each, set.entries.get(each)?.value ?? null] as const);
}
