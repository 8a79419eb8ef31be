import { enclosing, staticNames } from '../../syntax/find';
import type { Binding, Node, SyntaxTree } from '../../syntax/node';

/**
 * What to put before values at an offset so that users of the module can still set them: `lib.mkDefault` in a file that declares options
 * and has `lib` at hand; undefined elsewhere.
 */
export function defaultWrapper(tree: SyntaxTree, offset: number): string | undefined {
  return declaresOptions(tree.root) && hasName(enclosing(tree, offset), 'lib') ? 'lib.mkDefault' : undefined;
}

function declaresOptions(node: Node): boolean {
  switch (node.kind) {
    case 'lambda':
    case 'let':
    case 'with':
    case 'assert':
      return declaresOptions(node.body);
    case 'binary':
      return declaresOptions(node.left) || declaresOptions(node.right);
    case 'attrs':
      return node.bindings.some((binding) => binding.kind === 'binding' && staticNames(binding.path)[0] === 'options');
    default:
      return false;
  }
}

/** Whether a function argument or a `let` around binds a name. */
function hasName(around: readonly (Node | Binding)[], name: string): boolean {
  return around.some((item) => {
    if (item.kind === 'lambda') {
      return item.name === name || (item.formals?.formals.some((formal) => formal.name === name) ?? false);
    }
    return item.kind === 'let' && item.bindings.some((binding) => binds(binding, name));
  });
}

function binds(binding: Binding, name: string): boolean {
  const names = binding.kind === 'inherit' ? binding.names : binding.path.slice(0, 1);
  return names.some((one) => one.kind === 'name' && one.name === name);
}
