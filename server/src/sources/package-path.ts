import type { Span } from '../base/span';
import type { SyntaxTree } from '../syntax/node';
import { callOf } from './callee';
import { resolve, writtenAttributes, writtenSets } from './resolve';
import { inLambda } from './scope';

/** How a source is reached in the package that a file makes: `[]` for the package itself, `['src']` for its attribute. */
export type PackagePath = readonly string[];

function key({ start, end }: Span): string {
  return `${start}-${end}`;
}

/**
 * The paths of calls in a file that `callPackage` takes: a function of named arguments that gives one call. By the span of each call; empty
 * for any other file.
 */
export function packagePaths(tree: SyntaxTree): (call: Span) => PackagePath | undefined {
  const root = resolve({ node: tree.root, scope: undefined });
  if (root.node.kind !== 'lambda' || root.node.formals === undefined) return () => undefined;
  const body = resolve({ node: root.node.body, scope: inLambda(root.node, root.scope) });
  const call = callOf(body.node);
  if (call === undefined) return () => undefined;
  const paths = new Map<string, PackagePath>([[key(body.node), []]]);
  for (const { name, value } of writtenSets({ node: call.arg, scope: body.scope }).sets.flatMap(writtenAttributes)) {
    paths.set(key(resolve(value).node), [name]);
  }
  return (span) => paths.get(key(span));
}
