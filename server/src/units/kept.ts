import { Family, Pool, sameItems } from '../modules/memo';
import { type ModuleSource, sameSource } from '../modules/option-type';
import type { Runtime } from '../nix/runtime';
import type { Attrs } from '../nix/value';
import type { Configuration } from './configuration';
import type { EntryPoint } from './contexts/entry-point';

/** What a configuration is made of. */
export interface ConfigurationInput {
  /** The file whose problems alone are gathered. */
  readonly file: string | undefined;
  readonly modules: readonly ModuleSource[];
  readonly further: Attrs | undefined;
}

/** What an analysis keeps from revision to revision. */
export interface Kept {
  readonly configurations: Pool<ConfigurationInput, Configuration>;
  /** What flakes give, by their paths. */
  readonly entries: Family<undefined, readonly EntryPoint[]>;
}

function valuesOf(set: Attrs | undefined): readonly unknown[] {
  return [...(set?.entries ?? [])].flatMap(([name, { value }]) => [name, value]);
}

function sameInput(a: ConfigurationInput, b: ConfigurationInput): boolean {
  return (
    a.file === b.file &&
    sameItems(a.modules, b.modules, sameSource) &&
    sameItems(valuesOf(a.further), valuesOf(b.further))
  );
}

/** The store of an evaluation that nothing came before. */
export function nothingKept(rt: Runtime): Kept {
  return { configurations: new Pool(rt, sameInput), entries: new Family(rt) };
}
