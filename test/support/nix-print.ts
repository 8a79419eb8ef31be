import { homedir } from 'node:os';
import { posix } from 'node:path';
import type { AttrName, Binding, LambdaNode, LiteralPart, Node } from '../../server/src/syntax/node';
import { isKeyword } from '../../server/src/syntax/quote';

/**
 * Prints a tree as `nix-instantiate --parse` of Nix 2.34 does: sugar resolved, sets merged and sorted.
 * `folder` is where relative paths start.
 */
export function nixPrint(node: Node, folder: string): string {
  return normalise(print(node, folder));
}

/** Nix prints text that its lexer cut as a sum of pieces; where it cuts has no meaning, so sums of literals are added up. */
export function normalise(printed: string): string {
  for (let text = printed; ; ) {
    const next = joinAll(text).replace(/\(("(?:[^"\\]|\\[\s\S])*")\)/g, '$1');
    if (next === text) return text;
    text = next;
  }
}

function joinAll(text: string): string {
  const out: string[] = [];
  for (const token of text.match(/"(?:[^"\\]|\\[\s\S])*"|[^"]+/g) ?? []) {
    const before = out.at(-1) === ' + ' ? out.at(-2) : undefined;
    if (token.startsWith('"') && before?.startsWith('"')) out.splice(-2, 2, joined(before, token));
    else out.push(token);
  }
  return out.join('');
}

/** Two literals as one: a dollar and a brace that meet need an escape. */
function joined(left: string, right: string): string {
  const inner = left.slice(1, -1);
  return right.startsWith('"{') && inner.endsWith('$')
    ? `"${inner.slice(0, -1)}\\$${right.slice(1)}`
    : `"${inner}${right.slice(1)}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function literal(text: string): string {
  return `"${text.replace(/["\\\n\r\t]/g, (c) => ESCAPES[c] ?? c).replaceAll('${', '\\${')}"`;
}

function symbol(name: string): string {
  return /^[A-Za-z_][\w'-]*$/.test(name) && !isKeyword(name) ? name : literal(name);
}

/** As C++ prints a double: six significant digits. */
function float(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(5).split('e');
  const power = Number(exponent);
  const trimmed = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (value === 0) return '0';
  if (power >= -4 && power < 6) return trimmed(value.toFixed(5 - power));
  return `${trimmed(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function path(text: string, folder: string, more: boolean): string {
  if (text.startsWith('~')) return homedir() + text.slice(1);
  const normal = posix.resolve(folder, text);
  return more && text.endsWith('/') && normal !== '/' ? `${normal}/` : normal;
}

function sum(parts: readonly LiteralPart[], first: (text: string) => string, folder: string): string {
  const printed = parts.map((part, index) => {
    if (part.kind === 'interpolation') return print(part.expr, folder);
    return index === 0 ? first(part.value) : literal(part.value);
  });
  return `(${printed.join(' + ')})`;
}

function attrPath(names: readonly AttrName[], folder: string): string {
  return names.map((name) => (name.kind === 'name' ? symbol(name.name) : dynamic(name.expr, folder))).join('.');
}

function dynamic(expr: Node, folder: string): string {
  return `"\${${print(expr, folder)}}"`;
}

/** A set in the making: definitions of one name are merged. */
interface Members {
  recursive: boolean;
  readonly named: Map<string, Node | Members>;
  readonly inherited: string[];
  readonly inheritedFrom: { readonly from: Node; readonly names: string[] }[];
  readonly computed: { readonly name: Node; readonly value: Node | Members }[];
}

function members(recursive: boolean): Members {
  return { recursive, named: new Map(), inherited: [], inheritedFrom: [], computed: [] };
}

function collect(into: Members, bindings: readonly Binding[]): Members {
  for (const binding of bindings) {
    if (binding.kind === 'inherit') {
      const names = binding.names.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
      if (!binding.from) into.inherited.push(...names);
      else if (names.length > 0) into.inheritedFrom.push({ from: binding.from, names });
      continue;
    }
    define(into, binding.path, binding.value);
  }
  return into;
}

function define(into: Members, [first, ...rest]: readonly AttrName[], value: Node): void {
  if (!first) return;
  const known = first.kind === 'name' ? into.named.get(first.name) : undefined;
  const set = known && !('kind' in known) ? known : undefined;
  let content: Node | Members = value;
  if (rest.length > 0) {
    content = set ?? members(false);
    define(content, rest, value);
  } else if (value.kind === 'attrs') content = collect(set ?? members(value.recursive), value.bindings);
  if (first.kind === 'name') into.named.set(first.name, content);
  else into.computed.push({ name: first.expr, value: content });
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function bindings(set: Members, folder: string): string {
  const content = (value: Node | Members) =>
    'kind' in value ? print(value, folder) : `${value.recursive ? 'rec ' : ''}{ ${bindings(value, folder)}}`;
  const names = (list: readonly string[]) => [...list].sort(byName).map(symbol).join(' ');
  const inherited = set.inherited.length > 0 ? `inherit ${names(set.inherited)}; ` : '';
  const from = set.inheritedFrom.map((one) => `inherit (${print(one.from, folder)}) ${names(one.names)}; `);
  const named = [...set.named].sort(([a], [b]) => byName(a, b)).map(([n, v]) => `${symbol(n)} = ${content(v)}; `);
  const computed = set.computed.map(({ name, value }) => `${dynamic(name, folder)} = ${content(value)}; `);
  return [inherited, ...from, ...named, ...computed].join('');
}

function lambda(node: LambdaNode, folder: string): string {
  const { name, formals, body } = node;
  if (!formals) return `(${name}: ${print(body, folder)})`;
  const sorted = [...formals.formals].sort((a, b) => byName(a.name, b.name));
  const printed = sorted.map((f) => symbol(f.name) + (f.fallback ? ` ? ${print(f.fallback, folder)}` : ''));
  const all = [...printed, ...(formals.ellipsis ? ['...'] : [])].join(', ');
  return `({ ${all} }${name === undefined ? '' : ` @ ${name}`}: ${print(body, folder)})`;
}

/** Calls of calls are one call with more arguments, arithmetic is a call. */
function call(node: Node): readonly (string | Node)[] | undefined {
  if (node.kind === 'apply') return [...(call(node.fn) ?? [node.fn]), node.arg];
  if (node.kind === 'search-path')
    return ['__findFile', '__nixPath', { kind: 'uri', text: node.text, start: 0, end: 0 }];
  if (node.kind === 'unary' && node.operator === '-') return ['__sub', '0', node.operand];
  if (node.kind !== 'binary') return undefined;
  const { left, right } = node;
  switch (node.operator) {
    case '|>':
      return [...(call(right) ?? [right]), left];
    case '<|':
      return [...(call(left) ?? [left]), right];
    case '-':
      return ['__sub', left, right];
    case '*':
      return ['__mul', left, right];
    case '/':
      return ['__div', left, right];
    case '<':
      return ['__lessThan', left, right];
    case '>':
      return ['__lessThan', right, left];
    default:
      return undefined;
  }
}

function print(node: Node, folder: string): string {
  const p = (inner: Node) => print(inner, folder);
  const called = call(node);
  if (called) return `(${called.map((part) => (typeof part === 'string' ? part : p(part))).join(' ')})`;
  switch (node.kind) {
    case 'int':
      return String(BigInt(node.text));
    case 'float':
      return float(node.value);
    case 'string': {
      const [first] = node.parts;
      if (node.parts.length === 0) return '""';
      return node.parts.length === 1 && first?.kind === 'text'
        ? literal(first.value)
        : sum(node.parts, literal, folder);
    }
    case 'uri':
      return literal(node.text);
    case 'path': {
      const [first] = node.parts;
      if (node.parts.length === 1 && first?.kind === 'text') return path(first.value, folder, false);
      return sum(node.parts, (text) => path(text, folder, true), folder);
    }
    case 'variable':
      return node.name;
    case 'select': {
      const fallback = node.fallback ? ` or (${p(node.fallback)})` : '';
      return `(${p(node.target)}).${attrPath(node.path, folder)}${fallback}`;
    }
    case 'has':
      return `((${p(node.target)}) ? ${attrPath(node.path, folder)})`;
    case 'lambda':
      return lambda(node, folder);
    case 'let':
      return `(let ${bindings(collect(members(false), node.bindings), folder)}in ${p(node.body)})`;
    case 'legacy-let':
      return `(rec { ${bindings(collect(members(true), node.bindings), folder)}}).body`;
    case 'with':
      return `(with ${p(node.scope)}; ${p(node.body)})`;
    case 'assert':
      return `assert ${p(node.condition)}; ${p(node.body)}`;
    case 'if':
      return `(if ${p(node.condition)} then ${p(node.consequent)} else ${p(node.alternative)})`;
    case 'attrs':
      return `${node.recursive ? 'rec ' : ''}{ ${bindings(collect(members(node.recursive), node.bindings), folder)}}`;
    case 'list':
      return `[ ${node.items.map((item) => `(${p(item)}) `).join('')}]`;
    case 'unary':
      return `(! ${p(node.operand)})`;
    case 'binary':
      if (node.operator === '<=') return `(! (__lessThan ${p(node.right)} ${p(node.left)}))`;
      if (node.operator === '>=') return `(! (__lessThan ${p(node.left)} ${p(node.right)}))`;
      return `(${p(node.left)} ${node.operator} ${p(node.right)})`;
    case 'apply':
    case 'search-path':
      return '';
    case 'error':
      return `‹${node.message}›`;
  }
}
