import type { Span } from '../base/span';
import { children } from '../syntax/children';
import type { Binding, Node } from '../syntax/node';

/** What a module calls its own options by convention. No function of nixpkgs and no package is called so. */
const NAME = 'cfg';

/** Sets of nixpkgs that `with` brings into scope. */
const NIXPKGS = new Set(['lib', 'pkgs', 'builtins', 'types']);

interface Visit {
  readonly item: Node | Binding;
  /** Whether a set around it may have any name. */
  readonly open: boolean;
}

function isOfNixpkgs(node: Node): boolean {
  return node.kind === 'select' ? isOfNixpkgs(node.target) : node.kind === 'variable' && NIXPKGS.has(node.name);
}

function binds(item: Node | Binding): boolean {
  switch (item.kind) {
    case 'lambda':
      return item.name === NAME || item.formals?.formals.some(({ name }) => name === NAME) === true;
    case 'binding':
      return item.path[0]?.kind === 'name' && item.path[0].name === NAME;
    case 'inherit':
      return item.names.some((name) => name.kind === 'name' && name.name === NAME);
    default:
      return false;
  }
}

function below({ item, open }: Visit): readonly Visit[] {
  if (item.kind === 'with') {
    return [
      { item: item.scope, open },
      { item: item.body, open: open || !isOfNixpkgs(item.scope) },
    ];
  }
  return children(item).map((inner) => ({ item: inner, open }));
}

/**
 * The first use of `cfg` in a file that binds it nowhere, where only nixpkgs' own sets are brought into scope: their members are open
 * here, so that evaluating does not find it.
 */
export function unboundName(root: Node): Span | undefined {
  const waiting: Visit[] = [{ item: root, open: false }];
  let first: Span | undefined;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { item, open } = next;
    if (binds(item)) return undefined;
    if (item.kind === 'variable' && item.name === NAME && !open && (first === undefined || item.start < first.start)) {
      first = { start: item.start, end: item.end };
    }
    waiting.push(...below(next));
  }
  return first;
}
