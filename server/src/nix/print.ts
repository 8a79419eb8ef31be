import { isPartial } from './describe';
import { BudgetSignal } from './errors';
import { formatFloat } from './number';
import { attrNames } from './order';
import { quoteName, quoteString } from './quote';
import { force, Thunk } from './thunk';
import { type Attrs, isAttrs, isString, type Lazy, type List } from './value';

const SHORT_LIST = 2;

/** What is left to print, last first; text is printed as it is. */
type Work = string | { readonly lazy: Lazy };

/**
 * A value as `nix-instantiate --eval --strict` prints it; forces everything. Does not nest, however deep the value is. Throws
 * `BudgetSignal` when the text becomes longer than `limit`.
 */
export function printValue(lazy: Lazy, limit: number = Number.POSITIVE_INFINITY): string {
  const out: string[] = [];
  let length = 0;
  const seen = new Set<object>();
  const work: Work[] = [{ lazy }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const piece = typeof next === 'string' ? next : open(next.lazy, seen, work);
    length += piece.length;
    if (length > limit) throw new BudgetSignal('output');
    out.push(piece);
  }
  return out.join('');
}

/** The first piece of a value; the rest goes to `work`. */
function open(lazy: Lazy, seen: Set<object>, work: Work[]): string {
  const value = force(lazy);
  if (typeof value === 'number') return formatFloat(value);
  if (value === null || typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'string':
      return quoteString(value.text);
    case 'path':
      return value.path;
    case 'unknown':
      return `‹${value.why}›`;
    case 'function':
      return value.primop ? (isPartial(value) ? '<PRIMOP-APP>' : '<PRIMOP>') : '<LAMBDA>';
    case 'list':
      return openList(value, lazy, seen, work);
    case 'attrs':
      return openAttrs(value, seen, work);
  }
}

/** A list is printed once, as in Nix: a short one belongs to the thunk that holds it, a longer one is shared by all that refer to it. */
function openList(list: List, holder: Lazy, seen: Set<object>, work: Work[]): string {
  const identity = list.items.length <= SHORT_LIST && holder instanceof Thunk ? holder : list.items;
  const tail = list.open === undefined ? ']' : `‹${list.open.why}› ]`;
  if (list.items.length === 0) return `[ ${tail}`;
  if (seen.has(identity)) return '«repeated»';
  seen.add(identity);
  work.push(tail);
  for (let i = list.items.length - 1; i >= 0; i--) work.push(' ', { lazy: list.items[i] as Lazy });
  return '[ ';
}

function openAttrs(attrs: Attrs, seen: Set<object>, work: Work[]): string {
  const stub = stubPath(attrs);
  if (stub !== undefined) return stub;
  const tail = attrs.open === undefined ? '}' : `‹${attrs.open.why}› }`;
  if (attrs.entries.size === 0) return attrs.open === undefined ? '{ }' : `‹${attrs.open.why}›`;
  if (seen.has(attrs.entries)) return '«repeated»';
  seen.add(attrs.entries);
  work.push(tail);
  for (const name of attrNames(attrs).reverse()) {
    work.push('; ', { lazy: attrs.entries.get(name)?.value ?? null }, `${quoteName(name)} = `);
  }
  return '{ ';
}

/** The store path of a package of the open world, which stands for the package when it is printed. */
function stubPath(attrs: Attrs): string | undefined {
  const outPath = attrs.open === undefined ? undefined : attrs.entries.get('outPath')?.value;
  const value = outPath === undefined ? undefined : force(outPath);
  return value !== undefined && isString(value) && !isAttrs(value) ? value.text : undefined;
}
