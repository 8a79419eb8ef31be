import type { Span } from '../base/span';
import type { AttrName, Binding, Formal, Formals, LiteralPart, Node } from './node';

// Every shape is written out: copying by spread costs ten times as much, and half of a text is copied at a keystroke.

function shiftSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function shiftPart(part: LiteralPart, by: number): LiteralPart {
  const [start, end] = [part.start + by, part.end + by];
  if (part.kind === 'text') return { kind: 'text', value: part.value, start, end };
  return { kind: 'interpolation', expr: shift(part.expr, by), start, end };
}

function shiftName(name: AttrName, by: number): AttrName {
  const [start, end] = [name.start + by, name.end + by];
  if (name.kind === 'name') return { kind: 'name', name: name.name, quoted: name.quoted, start, end };
  return { kind: 'dynamic', expr: shift(name.expr, by), start, end };
}

function shiftFormal({ name, nameSpan, fallback, start, end }: Formal, by: number): Formal {
  return {
    name,
    nameSpan: shiftSpan(nameSpan, by),
    fallback: fallback && shift(fallback, by),
    start: start + by,
    end: end + by,
  };
}

function shiftFormals({ formals, ellipsis, start, end }: Formals, by: number): Formals {
  return {
    formals: formals.map((formal) => shiftFormal(formal, by)),
    ellipsis,
    start: start + by,
    end: end + by,
  };
}

function shiftBinding(binding: Binding, by: number): Binding {
  const [start, end] = [binding.start + by, binding.end + by];
  if (binding.kind === 'binding') {
    const path = binding.path.map((name) => shiftName(name, by));
    return { kind: 'binding', path, value: shift(binding.value, by), start, end };
  }
  const names = binding.names.map((name) => shiftName(name, by));
  return { kind: 'inherit', from: binding.from && shift(binding.from, by), names, start, end };
}

/** The same expression, `by` characters further on in the text. */
function shift(node: Node, by: number): Node {
  const [start, end] = [node.start + by, node.end + by];
  switch (node.kind) {
    case 'int':
      return { kind: 'int', text: node.text, start, end };
    case 'float':
      return { kind: 'float', value: node.value, start, end };
    case 'uri':
      return { kind: 'uri', text: node.text, start, end };
    case 'search-path':
      return { kind: 'search-path', text: node.text, start, end };
    case 'variable':
      return { kind: 'variable', name: node.name, start, end };
    case 'string':
      return { kind: 'string', style: node.style, parts: node.parts.map((part) => shiftPart(part, by)), start, end };
    case 'path':
      return { kind: 'path', parts: node.parts.map((part) => shiftPart(part, by)), start, end };
    case 'select': {
      const path = node.path.map((name) => shiftName(name, by));
      const fallback = node.fallback && shift(node.fallback, by);
      return { kind: 'select', target: shift(node.target, by), path, fallback, start, end };
    }
    case 'has': {
      const path = node.path.map((name) => shiftName(name, by));
      return { kind: 'has', target: shift(node.target, by), path, start, end };
    }
    case 'apply':
      return { kind: 'apply', fn: shift(node.fn, by), arg: shift(node.arg, by), start, end };
    case 'lambda': {
      const nameSpan = node.nameSpan && shiftSpan(node.nameSpan, by);
      const formals = node.formals && shiftFormals(node.formals, by);
      return { kind: 'lambda', name: node.name, nameSpan, formals, body: shift(node.body, by), start, end };
    }
    case 'let': {
      const bindings = node.bindings.map((binding) => shiftBinding(binding, by));
      return { kind: 'let', bindings, body: shift(node.body, by), start, end };
    }
    case 'legacy-let':
      return {
        kind: 'legacy-let',
        bindings: node.bindings.map((binding) => shiftBinding(binding, by)),
        start,
        end,
      };
    case 'attrs': {
      const bindings = node.bindings.map((binding) => shiftBinding(binding, by));
      return { kind: 'attrs', recursive: node.recursive, bindings, start, end };
    }
    case 'with':
      return { kind: 'with', scope: shift(node.scope, by), body: shift(node.body, by), start, end };
    case 'assert':
      return { kind: 'assert', condition: shift(node.condition, by), body: shift(node.body, by), start, end };
    case 'if': {
      const [condition, consequent] = [shift(node.condition, by), shift(node.consequent, by)];
      return { kind: 'if', condition, consequent, alternative: shift(node.alternative, by), start, end };
    }
    case 'list':
      return { kind: 'list', items: node.items.map((item) => shift(item, by)), start, end };
    case 'unary':
      return { kind: 'unary', operator: node.operator, operand: shift(node.operand, by), start, end };
    case 'binary': {
      const [left, right] = [shift(node.left, by), shift(node.right, by)];
      return { kind: 'binary', operator: node.operator, left, right, start, end };
    }
    case 'error': {
      const children = node.children.map((child) => shiftItem(child, by));
      return { kind: 'error', message: node.message, children, start, end };
    }
  }
}

/** The same expression or binding, `by` characters further on in the text. */
export function shiftItem(item: Node | Binding, by: number): Node | Binding {
  return item.kind === 'binding' || item.kind === 'inherit' ? shiftBinding(item, by) : shift(item, by);
}
