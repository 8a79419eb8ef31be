import { isDerivation } from '../nix/attrs';
import { NixError, UnknownSignal } from '../nix/errors';
import { formatFloat } from '../nix/number';
import { attrNames } from '../nix/order';
import { quoteName } from '../nix/quote';
import { force } from '../nix/thunk';
import { type Attrs, type Func, isString, type Lazy, type List, type Value } from '../nix/value';
import type { Def } from './definition';

const SPECIAL = /^(<.*>|\*)$/;
const MAX_DEPTH = 10;
const MAX_LINES = 5;

/** The path of an option as the module system writes it: `a.b."c d"`. */
export function showOption(loc: readonly string[]): string {
  return loc.map((part) => (SPECIAL.test(part) ? part : quoteName(part))).join('.');
}

export function showFiles(files: readonly string[]): string {
  return files.map((file) => `\`${file}'`).join(' and ');
}

/** `\n- In `file': value` for each definition, at most five lines of a value. */
export function showDefs(defs: readonly Def[]): string {
  return defs.map((one) => `\n- In \`${one.file}'${showValue(one.value)}`).join('');
}

function showValue(lazy: Lazy): string {
  const text = pretty(lazy);
  if (text === undefined) return '';
  const lines = text.split('\n');
  const shown = lines.slice(0, MAX_LINES).concat(lines.length > MAX_LINES ? ['...'] : []);
  return (lines.length > 1 ? ':\n    ' : ': ') + shown.join('\n    ');
}

/** A value as nixpkgs' `generators.toPretty` prints it; undefined when a part of it does not evaluate. */
function pretty(lazy: Lazy): string | undefined {
  try {
    return print(lazy, '', 0);
  } catch (signal) {
    if (signal instanceof NixError || signal instanceof UnknownSignal) return undefined;
    throw signal;
  }
}

const SHORT = 60;

/** A value in one line for a message, cut where it is long; empty where it does not evaluate. */
export function shortValue(lazy: Lazy): string {
  const text = pretty(lazy)?.replace(/\s+/g, ' ') ?? '';
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function print(lazy: Lazy, indent: string, depth: number): string {
  const value = force(lazy);
  if (typeof value === 'number') return `~${formatFloat(value)}`;
  if (value === null || typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'string':
      return printString(value.text, indent);
    case 'path':
      return value.path;
    case 'unknown':
      return `‹${value.why}›`;
    case 'function':
      return printFunction(value);
    case 'list':
      return depth >= MAX_DEPTH ? '<unevaluated>' : printList(value, indent, depth);
    case 'attrs':
      return depth >= MAX_DEPTH ? '<unevaluated>' : printAttrs(value, indent, depth);
  }
}

function printString(text: string, indent: string): string {
  const lines = text.split('\n');
  const single = (line: string): string => line.replace(/["\\]|\$(?=\{)/g, '\\$&');
  if (lines.length === 1) return `"${single(text)}"`;
  const escaped = lines.map((line) => line.replace(/\$\{/g, "''${").replace(/''(?!\$)/g, "'''"));
  const last = escaped.pop() ?? '';
  const space = `\n${indent}  `;
  const body = space + escaped.join(space);
  return `''${body}${last === '' ? `\n${indent}` : space + last}''`;
}

function printFunction({ formals }: Func): string {
  if (formals === undefined) return '<function>';
  const shown = [...formals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, optional]) => (optional ? `${name}?` : name));
  return `<function, args: {${shown.join(', ')}}>`;
}

function printList({ items }: List, indent: string, depth: number): string {
  if (items.length === 0) return '[ ]';
  const space = `\n${indent}  `;
  return `[${space}${items.map((item) => print(item, `${indent}  `, depth + 1)).join(space)}\n${indent}]`;
}

function printAttrs(set: Attrs, indent: string, depth: number): string {
  const name = isDerivation(set) ? derivationName(set) : undefined;
  if (name !== undefined) return `<derivation ${name}>`;
  if (set.entries.size === 0) return '{ }';
  const space = `\n${indent}  `;
  const lines = attrNames(set).map((name) => {
    const attr = set.entries.get(name);
    return attr === undefined ? '' : `${quoteName(name)} = ${print(attr.value, `${indent}  `, depth + 1)};`;
  });
  return `{${space}${lines.join(space)}\n${indent}}`;
}

function derivationName(set: Attrs): string {
  const name = set.entries.get('name');
  const value: Value = name === undefined ? null : force(name.value);
  return isString(value) ? value.text : '???';
}
