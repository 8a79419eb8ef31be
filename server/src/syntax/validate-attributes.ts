import { type LineMap, lineMap, positionAt, type Span } from '../base/span';
import type { AttrName, AttrsNode, Binding, LegacyLetNode, LetNode, Node } from './node';
import type { Report } from './validate-tokens';

/** An attribute as it is defined so far: a set takes further definitions, anything else is defined once. */
interface Defined extends Span {
  readonly members: Members | undefined;
}

type Members = Map<string, Defined>;

/** Called with the path of an attribute that is defined again, where that is, and where it was defined before. */
type Duplicate = (path: readonly string[], again: Span, first: Span) => void;

/** Sets that were looked into together with the set around them. */
export type Merged = Set<Node>;

/**
 * Adds a definition. Definitions of one attribute merge as long as all of them are written as sets or as longer paths
 * (Nix manual, 'Attribute set'; parser-state.hh, addAttr).
 */
function define(members: Members, path: readonly AttrName[], value: Node, duplicate: Duplicate, merged: Merged): void {
  const names: string[] = [];
  let here = members;
  for (const [index, name] of path.entries()) {
    if (name.kind !== 'name') return;
    names.push(name.name);
    const isSet = index < path.length - 1 || value.kind === 'attrs';
    const known = here.get(name.name);
    if (known && !(known.members && isSet)) {
      duplicate(names, name, known);
      return;
    }
    const inner: Members = known?.members ?? new Map();
    if (!known) here.set(name.name, { start: name.start, end: name.end, members: isSet ? inner : undefined });
    here = inner;
  }
  if (value.kind !== 'attrs') return;
  merged.add(value);
  defineAll(here, value.bindings, (more, again, first) => duplicate([...names, ...more], again, first), merged);
}

function defineAll(members: Members, bindings: readonly Binding[], duplicate: Duplicate, merged: Merged): void {
  for (const binding of bindings) {
    if (binding.kind === 'binding') define(members, binding.path, binding.value, duplicate, merged);
    else for (const name of binding.names) defineOnce(members, name, duplicate);
  }
}

function defineOnce(members: Members, name: AttrName, duplicate: Duplicate): void {
  if (name.kind !== 'name') return;
  const known = members.get(name.name);
  if (known) duplicate([name.name], name, known);
  else members.set(name.name, { start: name.start, end: name.end, members: undefined });
}

/** Attributes are defined once, and those of a `let` have names that are written out. */
export function checkAttributes(
  node: AttrsNode | LetNode | LegacyLetNode,
  text: string,
  merged: Merged,
  report: Report,
): void {
  if (merged.has(node)) return;
  let lines: LineMap | undefined;
  const duplicate: Duplicate = (path, { start, end }, first) => {
    lines ??= lineMap(text);
    const { line, character } = positionAt(lines, first.start);
    report({
      message: `attribute '${path.join('.')}' already defined at ${line + 1}:${character + 1}`,
      start,
      end,
    });
  };
  defineAll(new Map(), node.bindings, duplicate, merged);
  if (node.kind !== 'let') return;
  for (const binding of node.bindings) {
    const first = binding.kind === 'binding' ? binding.path[0] : undefined;
    if (first?.kind !== 'dynamic') continue;
    report({ message: 'dynamic attributes not allowed in let', start: first.start, end: first.end });
  }
}
