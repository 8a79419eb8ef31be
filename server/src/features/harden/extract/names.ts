import { walk } from '../../../syntax/children';
import type { Binding, Node, SyntaxTree } from '../../../syntax/node';

type Item = Node | Binding;

/** Whether what stands inside an item sees a name that the item binds. */
export function bindsName(item: Item, name: string): boolean {
  switch (item.kind) {
    case 'lambda':
      return item.name === name || (item.formals?.formals.some((formal) => formal.name === name) ?? false);
    case 'let':
    case 'legacy-let':
      return item.bindings.some((binding) => namesFirst(binding, name));
    case 'attrs':
      return item.recursive && item.bindings.some((binding) => namesFirst(binding, name));
    default:
      return false;
  }
}

function namesFirst(binding: Binding, name: string): boolean {
  const names = binding.kind === 'inherit' ? binding.names : binding.path.slice(0, 1);
  return names.some((one) => one.kind === 'name' && one.name === name);
}

/** Expressions that bind no names of their own. */
const PLAIN: ReadonlySet<Item['kind']> = new Set<Item['kind']>([
  ...(['int', 'float', 'string', 'uri', 'path', 'search-path', 'variable', 'select', 'has', 'apply'] as const),
  ...(['if', 'list', 'unary', 'binary'] as const),
]);

/** The names that an expression uses; undefined for one that binds names itself. */
export function namesUsed(value: Node): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  let plain = true;
  walk(value, (item) => {
    if (!PLAIN.has(item.kind)) plain = false;
    if (item.kind === 'variable') names.add(item.name);
  });
  return plain ? names : undefined;
}

/** Whether a name means the same inside the first `outer` of the items around as it does inside all of them. */
export function meansTheSame(name: string, around: readonly Item[], outer: number): boolean {
  const binder = around.findLastIndex((item) => bindsName(item, name));
  return binder === -1 ? !around.slice(outer).some(({ kind }) => kind === 'with') : binder < outer;
}

/** Whether a document uses or binds a name anywhere. */
export function isTaken(tree: SyntaxTree, name: string): boolean {
  let taken = false;
  walk(tree.root, (item) => {
    const used =
      (item.kind === 'variable' && item.name === name) ||
      (item.kind === 'inherit' && item.from === undefined && namesFirst(item, name)) ||
      bindsName(item, name);
    if (used) taken = true;
  });
  return taken;
}
