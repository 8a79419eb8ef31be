import { byteLength } from './bytes';
import { formatFloat } from './number';
import { attrNames } from './order';
import { quoteName, quoteString } from './quote';
import { Thunk } from './thunk';
import { type Attrs, type Func, kindOf, type Lazy, type List, type Value } from './value';

const MAX_ITEMS = 10;
const MAX_DEPTH = 10;
const MAX_STRING = 1024;

/** What kind of value it is, with its article, as Nix's errors say it. */
export function kindWithArticle(value: Value): string {
  const kind = kindOf(value);
  switch (kind) {
    case 'int':
      return 'an integer';
    case 'bool':
      return 'a Boolean';
    case 'null':
      return 'null';
    case 'attrs':
      return 'a set';
    case 'unknown':
      return 'an unknown';
    case 'string':
      return (value as { context?: unknown }).context === undefined ? 'a string' : 'a string with context';
    case 'function':
      return functionKind(value as Func);
    default:
      return `a ${kind}`;
  }
}

function functionKind(fn: Func): string {
  if (!fn.primop) return 'a function';
  const name = fn.name ?? '';
  return isPartial(fn) ? `the partially applied built-in function '${name}'` : `the built-in function '${name}'`;
}

/** Whether a native holds some of its arguments already. */
export function isPartial(fn: Func): boolean {
  return (fn.native?.held.length ?? 0) > 0;
}

/** A value for an error message: bounded, nothing is forced. */
export function describeValue(lazy: Lazy): string {
  return describe(lazy, 0, new Set());
}

/** `a set: { a = 1; }`, the end of many of Nix's messages. */
export function describeWithKind(value: Value): string {
  return `${kindWithArticle(value)}: ${describeValue(value)}`;
}

function describe(lazy: Lazy, depth: number, seen: Set<object>): string {
  const value = lazy instanceof Thunk ? lazy.peek() : lazy;
  if (value === undefined) return '«thunk»';
  if (typeof value === 'number') return formatFloat(value);
  if (value === null || typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'string':
      return describeString(value.text);
    case 'path':
      return value.path;
    case 'unknown':
      return `‹${value.why}›`;
    case 'function':
      return describeFunction(value);
    case 'attrs':
      return describeAttrs(value, depth, seen);
    case 'list':
      return describeList(value, depth, seen);
  }
}

function describeString(text: string): string {
  if (text.length <= MAX_STRING) return quoteString(text);
  const shown = text.slice(0, MAX_STRING);
  return `${quoteString(shown)} «${byteLength(text) - byteLength(shown)} bytes elided»`;
}

function describeFunction(fn: Func): string {
  if (!fn.primop) return fn.name === undefined ? '«lambda»' : `«lambda ${fn.name}»`;
  return isPartial(fn) ? `«partially applied primop ${fn.name ?? ''}»` : `«primop ${fn.name ?? ''}»`;
}

function describeAttrs(attrs: Attrs, depth: number, seen: Set<object>): string {
  if (attrs.entries.size === 0) return attrs.open === undefined ? '{ }' : `‹${attrs.open.why}›`;
  if (seen.has(attrs)) return '«repeated»';
  seen.add(attrs);
  if (depth >= MAX_DEPTH) return '{ ... }';
  const names = attrNames(attrs);
  const shown = names.slice(0, MAX_ITEMS).map((name) => {
    const entry = attrs.entries.get(name);
    return `${quoteName(name)} = ${entry === undefined ? '' : describe(entry.value, depth + 1, seen)};`;
  });
  const left = names.length - shown.length;
  if (left > 0) shown.push(`«${left} ${left === 1 ? 'attribute' : 'attributes'} elided»`);
  return `{ ${shown.join(' ')} }`;
}

function describeList(list: List, depth: number, seen: Set<object>): string {
  if (list.items.length === 0) return list.open === undefined ? '[ ]' : `[ ‹${list.open.why}› ]`;
  if (seen.has(list)) return '«repeated»';
  seen.add(list);
  if (depth >= MAX_DEPTH) return '[ ... ]';
  const shown = list.items.slice(0, MAX_ITEMS).map((item) => describe(item, depth + 1, seen));
  const left = list.items.length - shown.length;
  if (left > 0) shown.push(`«${left} ${left === 1 ? 'item' : 'items'} elided»`);
  return `[ ${shown.join(' ')} ]`;
}
