import { evaluateText } from '../nix/evaluator';
import { dirName } from '../nix/paths';
import type { Runtime } from '../nix/runtime';
import type { Lazy } from '../nix/value';
import type { Node } from '../syntax/node';
import type { AnalyseRequest } from './analyse';

/** Whether a file is no function but a piece of a configuration, whose variables are those of the module it was taken from. */
function isFragment(node: Node): boolean {
  switch (node.kind) {
    case 'attrs':
      return true;
    case 'let':
    case 'with':
    case 'assert':
      return isFragment(node.body);
    default:
      return false;
  }
}

/** What a file evaluates to; `config` is the configuration that a fragment is a part of. */
export function fileValue(rt: Runtime, { path, uri, tree, lib, pkgs }: AnalyseRequest, config: Lazy): Lazy {
  const source = { uri, folder: dirName(path), path, tree };
  if (!isFragment(tree.root)) return evaluateText(rt, tree.text, source);
  const scope = new Map<string, Lazy>([
    ['lib', lib],
    ['pkgs', pkgs],
    ['config', config],
  ]);
  return evaluateText(rt, tree.text, { ...source, scope });
}
