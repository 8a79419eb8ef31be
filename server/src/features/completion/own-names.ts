import { walk } from '../../syntax/children';
import { staticNames } from '../../syntax/find';
import type { SyntaxTree } from '../../syntax/node';
import type { Directive, ValueItem } from '../../systemd/types';
import type { Analysis } from '../../units/analysis';

const UNIT_TYPES: ReadonlySet<string> = new Set(['unit', 'unit-list', 'install']);

/** Names that the document itself gives, where a directive's value can be one: its units, its users and groups. */
export function ownNames(
  directive: Directive,
  before: string,
  { units }: Analysis,
  tree: SyntaxTree,
): readonly ValueItem[] {
  if (UNIT_TYPES.has(directive.type)) {
    const from = before.search(/\S*$/);
    return [...new Set(units.map(({ name }) => name))].map((label) => ({
      label,
      kind: 'unit',
      detail: 'unit of this file',
      from,
    }));
  }
  if (directive.type !== 'user-or-group') return [];
  const kind = directive.name === 'User' ? 'users' : 'groups';
  return accounts(tree, kind).map((label) => ({ label, kind: 'word', detail: `users.${kind}`, from: 0 }));
}

/** The names written below `users.users` or `users.groups`. */
function accounts(tree: SyntaxTree, kind: 'users' | 'groups'): readonly string[] {
  const found = new Set<string>();
  walk(tree.root, (item) => {
    if (item.kind !== 'binding') return;
    const path = staticNames(item.path);
    const at = path.findIndex((name, index) => name === 'users' && path[index + 1] === kind);
    if (at === -1) return;
    const [named] = path.slice(at + 2);
    if (named !== undefined) found.add(named);
    else if (item.value.kind === 'attrs') {
      for (const binding of item.value.bindings) {
        const [name] = binding.kind === 'binding' ? staticNames(binding.path) : [];
        if (name !== undefined) found.add(name);
      }
    }
  });
  return [...found].sort();
}
