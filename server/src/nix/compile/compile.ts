import type { Span } from '../../base/span';
import type { Node, SyntaxTree } from '../../syntax/node';
import { NixError } from '../errors';
import { Thunk } from '../thunk';
import type { Lazy, Value } from '../value';
import { applyCode } from './apply';
import type { Code, Compiler, LazyCode, Source } from './compiler';
import { assertCode, ifCode, listCode, withCode } from './control';
import type { Scope } from './env';
import { lambdaCode } from './lambda';
import { intCode, literalValue, pathCode, pathValue, searchPathCode, stringCode } from './literals';
import { binaryCode, unaryCode } from './operators';
import { hasCode, selectCode } from './select';
import { legacyLetCode, letCode, setCode } from './sets';
import { placeCode, variableCode, variableLazy } from './variables';

export interface Compiled {
  readonly code: Code;
  /** What Nix refuses before it evaluates: syntax, undefined variables, attributes given twice. */
  readonly errors: readonly NixError[];
}

/** Compiles a text. `global` gives the variables that are bound outside of it. */
export function compile(tree: SyntaxTree, source: Source, global: (name: string) => Lazy | undefined): Compiled {
  const errors = tree.errors.map(
    ({ message, start, end }) => new NixError('syntax', message, { uri: source.uri, start, end }),
  );
  const compiler: Compiler = {
    source,
    global,
    code: (node, scope) => compileNode(node, compiler, scope),
    lazy: (node, scope, name) => compileLazy(node, compiler, scope, name),
    variable: (name, span, scope) => variableLazy(name, span, compiler, scope),
    origin: ({ start, end }: Span) => ({ uri: source.uri, start, end }),
    report: (error) => {
      errors.push(error);
      return () => {
        throw error;
      };
    },
  };
  return { code: compileNode(tree.root, compiler, undefined), errors };
}

/** The value of an expression that needs no evaluation. */
function constant(node: Node, c: Compiler): Value | undefined {
  switch (node.kind) {
    case 'int':
    case 'float':
    case 'string':
    case 'uri':
      return literalValue(node, c);
    case 'path':
      return pathValue(node, c);
    default:
      return undefined;
  }
}

function compileLazy(node: Node, c: Compiler, scope: Scope | undefined, name: string | undefined): LazyCode {
  const origin = c.origin(node);
  if (node.kind === 'variable' && node.name !== '__curPos') return variableLazy(node.name, node, c, scope);
  if (node.kind === 'lambda') return lambdaCode(node, c, scope, name);
  const known = constant(node, c);
  if (known !== undefined) {
    const done = Thunk.done(known, origin);
    return () => done;
  }
  const code = compileNode(node, c, scope);
  return (env, rt) => new Thunk(rt, code, env, origin);
}

function compileNode(node: Node, c: Compiler, scope: Scope | undefined): Code {
  const known = constant(node, c);
  if (known !== undefined) return () => known;
  switch (node.kind) {
    case 'int':
      return intCode(node, c);
    case 'string':
      return stringCode(node, c, scope);
    case 'path':
      return pathCode(node, c, scope);
    case 'search-path':
      return searchPathCode(node, c, scope);
    case 'variable':
      return node.name === '__curPos' ? placeCode(node, c) : variableCode(node.name, node, c, scope);
    case 'select':
      return selectCode(node, c, scope);
    case 'has':
      return hasCode(node, c, scope);
    case 'apply':
      return applyCode(node, c, scope);
    case 'lambda':
      return lambdaCode(node, c, scope, undefined);
    case 'let':
      return letCode(node, c, scope);
    case 'legacy-let':
      return legacyLetCode(node, c, scope);
    case 'with':
      return withCode(node, c, scope);
    case 'assert':
      return assertCode(node, c, scope);
    case 'if':
      return ifCode(node, c, scope);
    case 'attrs':
      return setCode(node, c, scope);
    case 'list':
      return listCode(node, c, scope);
    case 'unary':
      return unaryCode(node, c, scope);
    case 'binary':
      return binaryCode(node, c, scope);
    case 'float':
    case 'uri':
    case 'error':
      return c.report(
        new NixError('syntax', node.kind === 'error' ? node.message : 'this literal is not understood', c.origin(node)),
      );
  }
}
