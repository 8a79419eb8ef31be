import type { Span } from '../base/span';
import type { AttrName, Node } from './node';
import {
  type Builder,
  bindingsOf,
  errorNode,
  expression,
  hasToken,
  identifier,
  operand,
  operands,
  type Part,
  type Source,
} from './parts';

/** A computed name whose text is known is a name like any other, as in Nix: `${"a"}`, `"a"`. */
function attrName(expr: Node, { start, end }: Span): AttrName {
  const first = expr.kind === 'string' ? expr.parts[0] : undefined;
  if (expr.kind !== 'string' || expr.parts.length > 1 || first?.kind === 'interpolation') {
    return { kind: 'dynamic', expr, start, end };
  }
  return { kind: 'name', name: first?.value ?? '', quoted: true, start, end };
}

function nameOf(part: Part, text: string): AttrName | undefined {
  if (part.part === 'expression') return attrName(part.node, part);
  if (part.part === 'interpolation') return attrName(part.interpolation.expr, part.interpolation);
  if (part.part !== 'token' || part.type !== 'identifier' || part.start === part.end) return undefined;
  const { start, end } = part;
  return { kind: 'name', name: text.slice(start, end), quoted: false, start, end };
}

function names({ parts, text }: Source): Part {
  const found: AttrName[] = [];
  for (const part of parts) {
    const name = nameOf(part, text);
    if (name) found.push(name);
  }
  return { part: 'names', names: found };
}

export function namesOf({ parts }: Source): readonly AttrName[] {
  return parts.find((part) => part.part === 'names')?.names ?? [];
}

function inherit(source: Source, from: Node | undefined): Part {
  const { start, end } = source;
  return { part: 'binding', binding: { kind: 'inherit', from, names: namesOf(source), start, end } };
}

export const bindingBuilders: Readonly<Record<string, Builder>> = {
  attrpath: names,
  inherited_attrs: names,
  binding_set: (source) => ({ part: 'bindings', bindings: bindingsOf(source) }),
  inherit: (source) => inherit(source, undefined),
  inherit_from: (source) => inherit(source, operand(source, 0)),

  binding: (source) => {
    const { start, end } = source;
    const path = namesOf(source);
    return { part: 'binding', binding: { kind: 'binding', path, value: operand(source, 0), start, end } };
  },

  formal: (source) => {
    const { start, end } = source;
    const nameSpan = identifier(source) ?? { start, end: start };
    const name = source.text.slice(nameSpan.start, nameSpan.end);
    const fallback = hasToken(source, '?') ? operand(source, 0) : undefined;
    return {
      part: 'formal',
      formal: { name, nameSpan: { start: nameSpan.start, end: nameSpan.end }, fallback, start, end },
    };
  },

  formals: (source) => {
    const { start, end } = source;
    const formals = source.parts.flatMap((part) => (part.part === 'formal' ? [part.formal] : []));
    return { part: 'formals', formals: { formals, ellipsis: hasToken(source, 'ellipses'), start, end } };
  },

  function_expression: (source) => {
    const { start, end } = source;
    const name = identifier(source);
    const formals = source.parts.find((part) => part.part === 'formals')?.formals;
    return expression(
      {
        kind: 'lambda',
        name: name && source.text.slice(name.start, name.end),
        nameSpan: name && { start: name.start, end: name.end },
        formals,
        body: operand(source, 0),
        start,
        end,
      },
      source,
    );
  },

  source_code: (source) => {
    const found = operands(source)[0] ?? source.parts.find((part) => part.part === 'error')?.node;
    const node = found ?? errorNode(source, 'syntax error, unexpected end of file', []);
    return expression(node, source);
  },
};
