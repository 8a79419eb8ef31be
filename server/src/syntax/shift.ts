import type { Span } from '../base/span';
import type { AttrName, Binding, Formal, Formals, LiteralPart, Node } from './node';

function moved<T extends Span>(item: T, by: number): T {
  return { ...item, start: item.start + by, end: item.end + by };
}

function shiftPart(part: LiteralPart, by: number): LiteralPart {
  return part.kind === 'text' ? moved(part, by) : { ...moved(part, by), expr: shift(part.expr, by) };
}

function shiftName(name: AttrName, by: number): AttrName {
  return name.kind === 'name' ? moved(name, by) : { ...moved(name, by), expr: shift(name.expr, by) };
}

function shiftFormal(formal: Formal, by: number): Formal {
  return {
    ...moved(formal, by),
    nameSpan: moved(formal.nameSpan, by),
    fallback: formal.fallback && shift(formal.fallback, by),
  };
}

function shiftFormals(formals: Formals, by: number): Formals {
  return { ...moved(formals, by), formals: formals.formals.map((formal) => shiftFormal(formal, by)) };
}

function shiftBinding(binding: Binding, by: number): Binding {
  const names = (list: readonly AttrName[]) => list.map((name) => shiftName(name, by));
  if (binding.kind === 'binding') {
    return { ...moved(binding, by), path: names(binding.path), value: shift(binding.value, by) };
  }
  return { ...moved(binding, by), from: binding.from && shift(binding.from, by), names: names(binding.names) };
}

/** The same expression, `by` characters further on in the text. */
export function shift(node: Node, by: number): Node {
  const to = <T extends Node>(inner: T) => shift(inner, by);
  const bindings = (list: readonly Binding[]) => list.map((binding) => shiftBinding(binding, by));
  const names = (list: readonly AttrName[]) => list.map((name) => shiftName(name, by));
  const parts = (list: readonly LiteralPart[]) => list.map((part) => shiftPart(part, by));
  switch (node.kind) {
    case 'string':
    case 'path':
      return { ...moved(node, by), parts: parts(node.parts) };
    case 'select':
      return {
        ...moved(node, by),
        target: to(node.target),
        path: names(node.path),
        fallback: node.fallback && to(node.fallback),
      };
    case 'has':
      return { ...moved(node, by), target: to(node.target), path: names(node.path) };
    case 'apply':
      return { ...moved(node, by), fn: to(node.fn), arg: to(node.arg) };
    case 'lambda':
      return {
        ...moved(node, by),
        nameSpan: node.nameSpan && moved(node.nameSpan, by),
        formals: node.formals && shiftFormals(node.formals, by),
        body: to(node.body),
      };
    case 'let':
      return { ...moved(node, by), bindings: bindings(node.bindings), body: to(node.body) };
    case 'legacy-let':
    case 'attrs':
      return { ...moved(node, by), bindings: bindings(node.bindings) };
    case 'with':
      return { ...moved(node, by), scope: to(node.scope), body: to(node.body) };
    case 'assert':
      return { ...moved(node, by), condition: to(node.condition), body: to(node.body) };
    case 'if':
      return {
        ...moved(node, by),
        condition: to(node.condition),
        consequent: to(node.consequent),
        alternative: to(node.alternative),
      };
    case 'list':
      return { ...moved(node, by), items: node.items.map(to) };
    case 'unary':
      return { ...moved(node, by), operand: to(node.operand) };
    case 'binary':
      return { ...moved(node, by), left: to(node.left), right: to(node.right) };
    case 'error':
      return { ...moved(node, by), children: node.children.map((child) => shiftItem(child, by)) };
    case 'int':
    case 'float':
    case 'uri':
    case 'search-path':
    case 'variable':
      return moved(node, by);
  }
}

/** The same expression or binding, `by` characters further on in the text. */
export function shiftItem<T extends Node | Binding>(item: T, by: number): Node | Binding {
  return item.kind === 'binding' || item.kind === 'inherit' ? shiftBinding(item, by) : shift(item, by);
}
