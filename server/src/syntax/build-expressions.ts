import { namesOf } from './build-bindings';
import type { BinaryOperator, UnaryOperator } from './node';
import { type Builder, bindingsOf, expression, operand, operands, type Source } from './parts';

const BINARY: ReadonlySet<string> = new Set<BinaryOperator>([
  '+',
  '-',
  '*',
  '/',
  '++',
  '//',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '->',
  '|>',
  '<|',
]);

function isBinary(type: string): type is BinaryOperator {
  return BINARY.has(type);
}

function binaryOperator({ parts }: Source): BinaryOperator {
  for (const part of parts) if (part.part === 'token' && isBinary(part.type)) return part.type;
  return '+';
}

function unaryOperator({ parts }: Source): UnaryOperator {
  return parts.some((part) => part.part === 'token' && part.type === '-') ? '-' : '!';
}

export const expressionBuilders: Readonly<Record<string, Builder>> = {
  // The outer node keeps the span of the parentheses, the inner one its own.
  parenthesized_expression: (source) => expression(operand(source, 0), source),

  select_expression: (source) => {
    const { start, end } = source;
    const fallback = operands(source)[1];
    return expression(
      { kind: 'select', target: operand(source, 0), path: namesOf(source), fallback, start, end },
      source,
    );
  },

  has_attr_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'has', target: operand(source, 0), path: namesOf(source), start, end }, source);
  },

  apply_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'apply', fn: operand(source, 0), arg: operand(source, 1), start, end }, source);
  },

  or_call_expression: (source) => {
    const { start, end } = source;
    const arg = { kind: 'variable', name: 'or', start: end - 2, end } as const;
    return expression({ kind: 'apply', fn: operand(source, 0), arg, start, end }, source);
  },

  unary_expression: (source) => {
    const { start, end } = source;
    return expression(
      { kind: 'unary', operator: unaryOperator(source), operand: operand(source, 0), start, end },
      source,
    );
  },

  binary_expression: (source) => {
    const { start, end } = source;
    const [left, right] = [operand(source, 0), operand(source, 1)];
    return expression({ kind: 'binary', operator: binaryOperator(source), left, right, start, end }, source);
  },

  if_expression: (source) => {
    const { start, end } = source;
    const [condition, consequent, alternative] = [operand(source, 0), operand(source, 1), operand(source, 2)];
    return expression({ kind: 'if', condition, consequent, alternative, start, end }, source);
  },

  with_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'with', scope: operand(source, 0), body: operand(source, 1), start, end }, source);
  },

  assert_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'assert', condition: operand(source, 0), body: operand(source, 1), start, end }, source);
  },

  let_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'let', bindings: bindingsOf(source), body: operand(source, 0), start, end }, source);
  },

  let_attrset_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'legacy-let', bindings: bindingsOf(source), start, end }, source);
  },

  attrset_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'attrs', recursive: false, bindings: bindingsOf(source), start, end }, source);
  },

  rec_attrset_expression: (source) => {
    const { start, end } = source;
    return expression({ kind: 'attrs', recursive: true, bindings: bindingsOf(source), start, end }, source);
  },

  list_expression: (source) => {
    const { start, end } = source;
    const items = source.parts.flatMap((part) => {
      return part.part === 'expression' || part.part === 'error' ? [part.node] : [];
    });
    return expression({ kind: 'list', items, start, end }, source);
  },
};
