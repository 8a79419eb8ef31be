import { isDerivation } from '../nix/attrs';
import type { Runtime } from '../nix/runtime';
import { force } from '../nix/thunk';
import { isAttrs, isFunction, type Lazy, type Value } from '../nix/value';
import type { SyntaxTree } from '../syntax/node';
import type { Analysis } from './analysis';
import { configure, type Setting } from './configuration';
import { attempt, collector } from './problems';
import { readSlots } from './read-slots';
import { readUnits } from './read-units';

export interface AnalyseRequest {
  /** Absolute path of the file. */
  readonly path: string;
  readonly uri: string;
  readonly tree: SyntaxTree;
  readonly lib: Lazy;
  readonly pkgs: Lazy;
  readonly settings: readonly Setting[];
  /** Whether the file's own `enable` options are taken to be true where nothing sets them. */
  readonly assumeEnabled: boolean;
}

/** A package or another value that is no configuration is left alone. */
function isModule(value: Value): boolean {
  return isFunction(value) || (isAttrs(value) && !isDerivation(value));
}

/** Evaluates a file as a module of the open world and reads its units, and every name that flowed into one. */
export function analyse(rt: Runtime, request: AnalyseRequest): Analysis {
  const to = collector();
  const configuration = configure(rt, to, request);
  const value = attempt(rt, to, () => force(configuration.file));
  const nothing = { units: [], slots: [], assumptions: rt.assumptions.made, unknowns: [], files: [request.path] };
  if (value === undefined || !isModule(value)) return { ...nothing, problems: to.problems() };
  const units = attempt(rt, to, () => readUnits(configuration, to)) ?? [];
  const slots = attempt(rt, to, () => readSlots(configuration)) ?? [];
  const files = attempt(rt, to, configuration.evaluation.files) ?? [];
  return {
    units,
    slots,
    problems: to.problems(),
    assumptions: rt.assumptions.made,
    unknowns: to.unknowns(),
    files: [...new Set([request.path, ...files])],
  };
}
