import type { Origin } from '../../base/span';
import { type Located, lookup, parts } from '../../sources/scope';
import type { AttrsNode, SelectNode, SyntaxTree } from '../../syntax/node';
import { quoteAttrName } from '../../syntax/quote';
import { slipsOf } from '../../systemd/distance';
import type { Fix } from '../finding';
import { problemRule } from './problems';

const MISSING = /^attribute '(.+)' missing/;

/** The selection whose first name stands at the origin. */
function selectionAt(tree: SyntaxTree, { start, end }: Origin): Located<SelectNode> | undefined {
  let at: Located | undefined = { node: tree.root, scope: undefined };
  while (at !== undefined) {
    const { node, scope }: Located = at;
    const first = node.kind === 'select' ? node.path[0] : undefined;
    if (node.kind === 'select' && first?.start === start && first.end === end) return { node, scope };
    at = parts(at).findLast((part) => part.node.start <= start && end <= part.node.end);
  }
  return undefined;
}

/** The names of a set that is written out whole; undefined where one is computed. */
function namesOf({ bindings }: AttrsNode): readonly string[] | undefined {
  const names = bindings.flatMap((binding) => (binding.kind === 'inherit' ? binding.names : binding.path.slice(0, 1)));
  const written = names.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
  return written.length === names.length ? written : undefined;
}

/** The names of the set that a selection takes one from, when the file itself binds a variable to it. */
function writtenNames({ node, scope }: Located<SelectNode>): readonly string[] | undefined {
  if (node.target.kind !== 'variable') return undefined;
  const meaning = lookup(node.target.name, scope);
  return meaning.kind === 'value' && meaning.value.node.kind === 'attrs' ? namesOf(meaning.value.node) : undefined;
}

/** An attribute that a set of this very file does not have: of other sets, more may be known elsewhere than here. */
export const missingAttribute = problemRule(
  { code: 'missing-attribute', title: 'Missing attribute', severity: 'error' },
  ({ message, origin }, { source }) => {
    const name = MISSING.exec(message)?.[1];
    const tree = origin && source(origin)?.tree;
    if (name === undefined || origin === undefined || tree === undefined) return undefined;
    const selection = selectionAt(tree, origin);
    const names = selection && writtenNames(selection);
    if (names === undefined || names.includes(name)) return undefined;
    const fixes = slipsOf(name, names).map((likely, index): Fix => {
      const newText = quoteAttrName(likely);
      return { title: `Replace with ${newText}`, edits: [{ origin, newText }], preferred: index === 0 };
    });
    const has = `; the set has ${names.join(', ') || 'none'}`;
    return { message: `${message}${message.includes(';') ? '' : has}`, fixes };
  },
);
