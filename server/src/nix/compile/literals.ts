import type { FloatNode, IntNode, LiteralPart, PathNode, SearchPathNode, StringNode, UriNode } from '../../syntax/node';
import { applyAll } from '../apply';
import { coerceToString } from '../coerce';
import { NixError } from '../errors';
import { fitsInt } from '../number';
import { canonicalPath, resolvePath } from '../paths';
import type { Runtime } from '../runtime';
import { concatStrings } from '../text';
import { force } from '../thunk';
import { type NixString, path, str, unknown, type Value } from '../value';
import type { Code, Compiler } from './compiler';
import { type Env, resolve, type Scope } from './env';

type Part = NixString | ((env: Env, rt: Runtime) => NixString);

/** The value of a literal that is known without evaluation; undefined for others. */
export function literalValue(node: IntNode | FloatNode | StringNode | UriNode, c: Compiler): Value | undefined {
  switch (node.kind) {
    case 'int': {
      const value = BigInt(node.text);
      return fitsInt(value) ? value : undefined;
    }
    case 'float':
      return node.value;
    case 'uri':
      return str(node.text);
    case 'string':
      return plainString(node, c);
  }
}

function plainString(node: StringNode, c: Compiler): NixString | undefined {
  const text = plainText(node.parts);
  return text === undefined || node.parts.length !== 1 ? text : written(text.text, node, 0, c);
}

/** The text of one part of a string literal, which remembers where it stands. */
function written(text: string, literal: StringNode, part: number, c: Compiler): NixString {
  return str(text, undefined, undefined, { literal: c.origin(literal), part });
}

function plainText(parts: readonly LiteralPart[]): NixString | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'interpolation') return undefined;
    text += part.value;
  }
  return str(text);
}

export function intCode(node: IntNode, c: Compiler): Code {
  return c.report(new NixError('eval', `invalid integer '${node.text}'`, c.origin(node)));
}

function compileParts(
  parts: readonly LiteralPart[],
  c: Compiler,
  scope: Scope | undefined,
  copy: boolean,
  literal?: StringNode,
): Part[] {
  return parts.map((part, index) => {
    if (part.kind === 'text') return literal === undefined ? str(part.value) : written(part.value, literal, index, c);
    const code = c.code(part.expr, scope);
    const origin = c.origin(part.expr);
    const mode = copy ? 'interpolation' : 'plain';
    return (env, rt) => {
      const value = code(env, rt);
      try {
        return coerceToString(rt, value, { mode });
      } catch (signal) {
        throw signal instanceof NixError ? signal.at(origin) : signal;
      }
    };
  });
}

function joinParts(parts: readonly Part[], env: Env, rt: Runtime): NixString {
  return concatStrings(
    rt,
    parts.map((part) => (typeof part === 'function' ? part(env, rt) : part)),
  );
}

export function stringCode(node: StringNode, c: Compiler, scope: Scope | undefined): Code {
  const parts = compileParts(node.parts, c, scope, true, node);
  return (env, rt) => joinParts(parts, env, rt);
}

/** An absolute path from the text of a path literal. */
function absolute(text: string, c: Compiler): string | undefined {
  if (!text.startsWith('~/')) return resolvePath(c.source.folder, text);
  return c.source.home === undefined ? undefined : canonicalPath(`${c.source.home}/${text.slice(2)}`);
}

/** The value of a path literal without interpolation. */
export function pathValue(node: PathNode, c: Compiler): Value | undefined {
  const text = plainText(node.parts)?.text;
  if (text === undefined) return undefined;
  const target = absolute(text, c);
  return target === undefined ? unknown(text) : path(target);
}

export function pathCode(node: PathNode, c: Compiler, scope: Scope | undefined): Code {
  const [first, ...rest] = node.parts;
  if (first?.kind !== 'text') return c.report(new NixError('syntax', 'a path begins with text', c.origin(node)));
  const start = absolute(first.value, c);
  const parts = compileParts(rest, c, scope, false);
  const origin = c.origin(node);
  return (env, rt) => {
    const tail = joinParts([str(first.value.endsWith('/') ? '/' : ''), ...parts], env, rt);
    if (start === undefined || tail.holes !== undefined) return unknown(`${start ?? first.value}${tail.text}`);
    if (tail.context !== undefined) {
      throw new NixError('eval', 'a string that refers to a store path cannot be appended to a path', origin);
    }
    return path(canonicalPath(start + tail.text));
  };
}

/** `<name>`: through `__findFile` where the text binds it itself, else through the runtime. */
export function searchPathCode(node: SearchPathNode, c: Compiler, scope: Scope | undefined): Code {
  const bound = (name: string) => resolve(scope, name).kind === 'slot';
  const origin = c.origin(node);
  if (bound('__findFile') || bound('__nixPath')) {
    const find = c.variable('__findFile', node, scope);
    const paths = c.variable('__nixPath', node, scope);
    const name = str(node.text);
    return (env, rt) => applyAll(rt, force(find(env, rt)), [paths(env, rt), name], origin);
  }
  return (_env, rt) => {
    const found = rt.findFile(node.text);
    return found === undefined ? unknown(`<${node.text}>`) : force(found);
  };
}
