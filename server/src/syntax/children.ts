import type { AttrName, Binding, Formal, LiteralPart, Node } from './node';

type Item = Node | Binding;

const NONE: readonly Item[] = [];

function inParts(parts: readonly LiteralPart[]): readonly Item[] {
  if (parts.length < 2 && parts[0]?.kind !== 'interpolation') return NONE;
  return parts.flatMap((part) => (part.kind === 'interpolation' ? [part.expr] : []));
}

function inNames(names: readonly AttrName[]): readonly Item[] {
  if (!names.some((name) => name.kind === 'dynamic')) return NONE;
  return names.flatMap((name) => (name.kind === 'dynamic' ? [name.expr] : []));
}

function inFormals(formals: readonly Formal[]): readonly Item[] {
  return formals.flatMap((formal) => (formal.fallback ? [formal.fallback] : []));
}

/** The expressions and bindings directly inside one, in the order of the text. */
export function children(item: Item): readonly Item[] {
  switch (item.kind) {
    case 'string':
    case 'path':
      return inParts(item.parts);
    case 'select':
      return [item.target, ...inNames(item.path), ...(item.fallback ? [item.fallback] : [])];
    case 'has':
      return [item.target, ...inNames(item.path)];
    case 'apply':
      return [item.fn, item.arg];
    case 'lambda':
      return item.formals ? [...inFormals(item.formals.formals), item.body] : [item.body];
    case 'let':
      return [...item.bindings, item.body];
    case 'legacy-let':
    case 'attrs':
      return item.bindings;
    case 'with':
      return [item.scope, item.body];
    case 'assert':
      return [item.condition, item.body];
    case 'if':
      return [item.condition, item.consequent, item.alternative];
    case 'list':
      return item.items;
    case 'unary':
      return [item.operand];
    case 'binary':
      return [item.left, item.right];
    case 'error':
      return item.children;
    case 'binding':
      return [...inNames(item.path), item.value];
    case 'inherit':
      return item.from ? [item.from, ...inNames(item.names)] : inNames(item.names);
    case 'int':
    case 'float':
    case 'uri':
    case 'search-path':
    case 'variable':
      return NONE;
  }
}

/** Calls `visit` for an item and all below it, in the order of the text. */
export function walk(item: Item, visit: (item: Item) => void): void {
  const open: Item[] = [item];
  for (let next = open.pop(); next; next = open.pop()) {
    visit(next);
    const below = children(next);
    for (let i = below.length - 1; i >= 0; i--) open.push(below[i] as Item);
  }
}
