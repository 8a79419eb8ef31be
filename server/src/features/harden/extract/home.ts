import { type Edit, indentAt } from '../../../base/edit';
import type { Binding, LetNode, Node, SyntaxTree } from '../../../syntax/node';
import { type Layout, lastInLine, startsLine } from '../layout';

/** Where a name for a whole module can be bound. */
export interface Home {
  /** The `let` to extend; undefined where one is to be made around `body`. */
  readonly scope: LetNode | undefined;
  readonly body: Node;
  /** How many of the items around a place inside see the names that the binding would see. */
  readonly outer: number;
}

/**
 * The home for a binding that a place can use, by the items around the place: the module's own `let`, else around the module's body.
 * Undefined where the text allows no `let`, as the set that a flake is.
 */
export function homeOf({ root }: SyntaxTree, around: readonly (Node | Binding)[], isFlake: boolean): Home | undefined {
  const inner = around.findLast((item) => item.kind === 'lambda' && item.formals !== undefined);
  const top = root.kind === 'attrs' && inner?.kind === 'lambda' ? inner : root;
  if (isFlake && top === root) return undefined;
  let scope: Home | undefined;
  let at: Node = top;
  for (;;) {
    const body: Node | undefined = bodyOf(at);
    const next = around[around.indexOf(at) + 1];
    if (at.kind === 'let') scope = { scope: at, body: at.body, outer: around.indexOf(at) + 1 };
    if (body === undefined || (next !== undefined && next !== body)) break;
    at = body;
  }
  return scope ?? { scope: undefined, body: at, outer: Math.max(0, around.indexOf(at)) };
}

function bodyOf(node: Node): Node | undefined {
  const hasBody = node.kind === 'lambda' || node.kind === 'let' || node.kind === 'with' || node.kind === 'assert';
  return hasBody ? node.body : undefined;
}

/** The edit that binds a name to a value in a home; `value` writes it where lines begin with an indentation. */
export function bindingEdit(
  text: string,
  uri: string,
  { scope, body }: Home,
  { eol, step }: Layout,
  name: string,
  value: (indent: string) => string,
): Edit {
  const edit = (start: number, end: number, newText: string): Edit => ({ origin: { uri, start, end }, newText });
  if (scope === undefined) {
    const indent = indentAt(text, body.start);
    const made = `let${eol}${indent}${step}${name} = ${value(indent + step)};${eol}${indent}in${eol}${indent}`;
    if (startsLine(text, body.start)) return edit(body.start, body.start, made);
    const gap = /[ \t]*$/.exec(text.slice(0, body.start))?.[0].length ?? 0;
    return edit(body.start - gap, body.start, `${eol}${indent}${made}`);
  }
  const last = scope.bindings.at(-1);
  const base = indentAt(text, scope.start);
  const behind = last?.end ?? scope.start + 'let'.length;
  const at = lastInLine(text, behind) ?? behind;
  const indent = last !== undefined && startsLine(text, last.start) ? indentAt(text, last.start) : base + step;
  const before = scope.bindings.at(-2);
  const isSpaced = before !== undefined && last !== undefined && /\n\s*\n/.test(text.slice(before.end, last.start));
  const close = lastInLine(text, behind) === undefined ? eol + base : '';
  const gap = close === '' ? 0 : (/^[ \t]*/.exec(text.slice(at))?.[0].length ?? 0);
  return edit(at, at + gap, `${isSpaced ? eol : ''}${eol}${indent}${name} = ${value(indent)};${close}`);
}

/** How many of the items around another place see a binding in the home; undefined where the place does not. */
export function outerOf({ scope, body }: Home, around: readonly (Node | Binding)[]): number | undefined {
  const at = around.indexOf(scope ?? body);
  return at === -1 ? undefined : at + (scope === undefined ? 0 : 1);
}
