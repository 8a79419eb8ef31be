import { enclosing, staticNames } from '../../syntax/find';
import type { Node, SyntaxTree } from '../../syntax/node';
import { bindsName } from './extract/names';

/**
 * What to put before values at an offset so that users of the module can still set them: `lib.mkDefault` in a file that declares options
 * and has `lib` at hand; undefined elsewhere.
 */
export function defaultWrapper(tree: SyntaxTree, offset: number): string | undefined {
  return declaresOptions(tree.root) && enclosing(tree, offset).some((item) => bindsName(item, 'lib'))
    ? 'lib.mkDefault'
    : undefined;
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
