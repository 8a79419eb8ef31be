import type { FileSystem } from '../base/host';
import { filePath } from '../base/uri';
import { BudgetSignal, NixError, UnknownSignal } from '../nix/errors';
import { EDITOR_LIMITS, evaluateText } from '../nix/evaluator';
import { dirName } from '../nix/paths';
import { force } from '../nix/thunk';
import { isAttrs, type Lazy, unknown } from '../nix/value';
import type { Evaluate } from '../sources/constant';
import type { SyntaxTree } from '../syntax/node';
import { createWorld, type World } from './world';

export interface PinEvaluatorOptions {
  readonly files: FileSystem;
  readonly parse: (text: string) => SyntaxTree;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly depth: number;
  /** For all of a file's pins together. */
  readonly budgetMs: number;
}

/** Arguments that NixOS and home-manager give to modules; what they hold is not known here. */
const MODULE_ARGUMENTS: ReadonlySet<string> = new Set([
  'config',
  'options',
  'modulesPath',
  'inputs',
  'self',
  'specialArgs',
  'osConfig',
]);

function argument({ lib, pkgs }: World, name: string): Lazy {
  if (name === 'lib') return lib;
  if (name === 'pkgs') return pkgs;
  const set = force(pkgs);
  if (MODULE_ARGUMENTS.has(name) || !isAttrs(set)) return unknown(name);
  return set.entries.get(name)?.value ?? set.open?.get(name) ?? unknown(name);
}

/**
 * Evaluates expressions of one file by themselves, as `callPackage` and the module system would call the functions around them. The world
 * is made when the first of them is asked for.
 */
export function pinEvaluator(options: PinEvaluatorOptions, uri: string): Evaluate {
  const { files, parse, now, depth } = options;
  const path = filePath(uri);
  let made: { readonly world: World; readonly deadline: number } | undefined;
  const start = (): { readonly world: World; readonly deadline: number } => {
    const deadline = now() + options.budgetMs;
    const interrupted = (): boolean => now() > deadline;
    return {
      deadline,
      world: createWorld({ files, parse, limits: { ...EDITOR_LIMITS, depth }, interrupted, lenient: true }),
    };
  };
  return ({ tree, taken }) => {
    made ??= start();
    const { world, deadline } = made;
    if (now() > deadline) return undefined;
    const scope = new Map(['lib', 'pkgs', ...taken].map((name) => [name, argument(world, name)]));
    try {
      return force(
        evaluateText(world.rt, tree.text, { uri, folder: dirName(path ?? '/untitled.nix'), path, tree, scope }),
      );
    } catch (signal) {
      if (signal instanceof NixError || signal instanceof BudgetSignal || signal instanceof UnknownSignal)
        return undefined;
      throw signal;
    }
  };
}
