import type { Span } from '../base/span';
import type {
  AttrName,
  BinaryNode,
  BinaryOperator,
  Binding,
  FloatNode,
  IntNode,
  LambdaNode,
  Node,
  ParseError,
  PathNode,
  StringNode,
} from './node';
import { isKeyword } from './quote';

export type Report = (error: ParseError) => void;

function at({ start, end }: Span, message: string): ParseError {
  return { message, start, end };
}

export function unexpected(span: Span, word: string): ParseError {
  return at(span, `syntax error, unexpected '${word}'`);
}

function checkAttrNames(names: readonly AttrName[], report: Report): void {
  for (const name of names) {
    if (name.kind === 'name' && !name.quoted && isKeyword(name.name)) report(unexpected(name, name.name));
  }
}

/** Keywords are no names, and what is inherited has a name that is written out. */
export function checkNames(item: Node | Binding, report: Report): void {
  switch (item.kind) {
    case 'variable':
      if (isKeyword(item.name)) report(unexpected(item, item.name));
      break;
    case 'binding':
    case 'select':
    case 'has':
      checkAttrNames(item.path, report);
      break;
    case 'inherit':
      checkAttrNames(item.names, report);
      for (const name of item.names) {
        if (name.kind === 'dynamic') report(at(name, 'dynamic attributes not allowed in inherit'));
      }
      break;
  }
}

/** Formals are named once, and not by a reserved word. */
export function checkFormals({ name, nameSpan, formals }: LambdaNode, report: Report): void {
  const names = formals?.formals.map((formal) => ({ name: formal.name, span: formal.nameSpan })) ?? [];
  if (name !== undefined && nameSpan) names.push({ name, span: nameSpan });
  const seen = new Set<string>();
  for (const { name, span } of names) {
    if (isKeyword(name) || name === 'or') report(unexpected(span, name));
    if (seen.has(name)) report(at(span, `duplicate formal function argument '${name}'`));
    seen.add(name);
  }
}

const COMPARISON: Readonly<Partial<Record<BinaryOperator, 'equality' | 'order'>>> = {
  '==': 'equality',
  '!=': 'equality',
  '<': 'order',
  '<=': 'order',
  '>': 'order',
  '>=': 'order',
};

/** Comparisons do not chain. An operand without parentheses begins or ends where the whole does. */
export function checkOperators(node: BinaryNode, text: string, report: Report): void {
  const level = COMPARISON[node.operator];
  const { left, right } = node;
  if (!level) return;
  if (left.kind === 'binary' && left.start === node.start && COMPARISON[left.operator] === level) {
    report(operator(left, text, node.operator));
  }
  if (right.kind === 'binary' && right.end === node.end && COMPARISON[right.operator] === level) {
    report(operator(right.left, text, right.operator));
  }
}

/** The operator that follows an operand. */
function operator(operand: Span, text: string, sign: string): ParseError {
  const start = text.indexOf(sign, operand.end);
  return unexpected({ start, end: start + sign.length }, sign);
}

const LARGEST = 2n ** 63n - 1n;

/** Numbers must fit into 64 bits, a path ends in a name, and no string holds a null character. */
export function checkLiteral(node: IntNode | FloatNode | PathNode | StringNode, text: string, report: Report): void {
  const written = () => text.slice(node.start, node.end);
  switch (node.kind) {
    case 'int':
      if (node.text.length > 18 && BigInt(node.text) > LARGEST) report(at(node, `invalid integer '${node.text}'`));
      break;
    case 'float':
      if (!Number.isFinite(node.value) || tooSmall(node, written())) report(at(node, `invalid float '${written()}'`));
      break;
    case 'path':
      checkPath(node, report);
      break;
    case 'string':
      if (node.parts.some((part) => part.kind === 'text' && part.value.includes('\0'))) {
        report(at(node, 'a string cannot contain null characters'));
      }
      break;
  }
}

function tooSmall({ value }: FloatNode, written: string): boolean {
  return value < 2.2250738585072014e-308 && /[1-9]/.test(written.split(/[eE]/, 1)[0] ?? '');
}

function checkPath(node: PathNode, report: Report): void {
  const first = node.parts[0];
  const last = node.parts.at(-1);
  if (last?.kind === 'text' && last.value.endsWith('/')) report(at(node, 'path has a trailing slash'));
  else if (first?.kind === 'text' && first.value.replace(/\/$/, '').includes('//')) {
    report(at(first, "syntax error, unexpected '//' in a path"));
  }
}
