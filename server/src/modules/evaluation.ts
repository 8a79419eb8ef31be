import type { Attrs, Lazy } from '../nix/value';
import type { ModuleContext } from './context';
import type { Def } from './definition';
import type { Level } from './level';
import type { ModuleSource, OptionType } from './option-type';

export interface EvalRequest {
  readonly modules: readonly ModuleSource[];
  readonly prefix: readonly string[];
  readonly specialArgs: Attrs;
  readonly class: string | undefined;
  /** Options that nothing declares, and arguments that nobody gives, are unknown instead of errors. */
  readonly openWorld: boolean;
}

/** A set of modules, evaluated as one configuration. */
export interface Evaluation {
  /** Without `_module`. */
  readonly config: Lazy;
  readonly options: Lazy;
  readonly level: () => Level;
  /** Definitions that no option matches, with their paths; a freeform type may take them. */
  readonly unmatched: () => readonly Unmatched[];
  readonly freeformType: () => OptionType | undefined;
  /** What `lib.evalModules` returns. */
  readonly value: () => Attrs;
  readonly extend: (modules: readonly ModuleSource[], prefix: readonly string[]) => Evaluation;
  /** Paths of the modules that were files. */
  readonly files: () => readonly string[];
}

export interface Unmatched {
  readonly path: readonly string[];
  readonly def: Def;
}

export type Evaluate = (ctx: ModuleContext, request: EvalRequest) => Evaluation;
