import { BudgetSignal, NixError } from '../nix/errors';
import { force } from '../nix/thunk';
import { isList, isString, type Lazy, type Value } from '../nix/value';
import { formatHash, SRI, zeroHash } from '../store/hash';
import type { Node } from '../syntax/node';
import { type Fuel, newFuel, resolve, staticPath } from './resolve';
import type { Located } from './scope';
import type { Surrounded } from './surroundings';

/** A value that is known without asking anyone: what fetchers' attributes hold. */
export type Constant = string | number | boolean | null | readonly Constant[];

/** Evaluates an expression by itself; undefined where it cannot. */
export type Evaluate = (expression: Surrounded) => Value | undefined;

/** Evaluates an expression where it stands in the file. */
export type EvaluateHere = (located: Located) => Value | undefined;

const HEX_ZERO = { form: 'bare', encoding: 'base16' } as const;

/** The stand-ins of nixpkgs' lib, by name. */
const FAKE_HASHES: ReadonlyMap<string, string> = new Map([
  ['fakeHash', formatHash(zeroHash('sha256'), SRI)],
  ['fakeSha256', formatHash(zeroHash('sha256'), HEX_ZERO)],
  ['fakeSha512', formatHash(zeroHash('sha512'), HEX_ZERO)],
]);

/** The text of `lib.fakeHash` and its like, however `lib` is reached. */
export function fakeHash(node: Node): string | undefined {
  if (node.kind === 'variable') return FAKE_HASHES.get(node.name);
  return node.kind === 'select' ? FAKE_HASHES.get(staticPath(node.path)?.at(-1) ?? '') : undefined;
}

/** The value behind a lazy one; undefined where evaluating it fails. */
function forced(lazy: Lazy): Value | undefined {
  try {
    return force(lazy);
  } catch (signal) {
    if (signal instanceof NixError || signal instanceof BudgetSignal) return undefined;
    throw signal;
  }
}

/** A value of the evaluator as a constant; undefined when a part of it is not known or of another kind. */
export function constantOf(lazy: Lazy): Constant | undefined {
  const value = forced(lazy);
  if (typeof value === 'bigint') return Number(value);
  if (value === undefined || value === null || typeof value !== 'object') return value;
  // A text that refers to the store is a package that stands for an unknown value: no address has one in it.
  if (isString(value)) return (value.holes?.length ?? 0) + (value.context?.size ?? 0) === 0 ? value.text : undefined;
  if (!isList(value) || value.open !== undefined) return undefined;
  return allOf(value.items.map(constantOf));
}

function allOf(items: readonly (Constant | undefined)[]): readonly Constant[] | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}

function concatenation(items: readonly (Constant | undefined)[]): string | undefined {
  const texts = allOf(items);
  return texts?.every((item) => typeof item === 'string') ? texts.join('') : undefined;
}

/** What a plain text of an expression says, without evaluating functions. */
function written(located: Located, fuel: Fuel): Constant | undefined {
  if (fuel.left-- <= 0) return undefined;
  const { node, scope } = resolve(located, fuel);
  const inner = (child: Node): Constant | undefined => written({ node: child, scope }, fuel);
  switch (node.kind) {
    case 'string':
      return concatenation(node.parts.map((part) => (part.kind === 'text' ? part.value : inner(part.expr))));
    case 'uri':
      return node.text;
    case 'int':
      return Number(node.text);
    case 'variable':
      if (node.name === 'true' || node.name === 'false') return node.name === 'true';
      return node.name === 'null' ? null : fakeHash(node);
    case 'select':
      return fakeHash(node);
    case 'list':
      return allOf(node.items.map(inner));
    case 'binary':
      return node.operator === '+' ? concatenation([inner(node.left), inner(node.right)]) : undefined;
    default:
      return undefined;
  }
}

/** The value of an expression: from its text, else from the evaluator. */
export function constant(located: Located, evaluate: EvaluateHere): Constant | undefined {
  const plain = written(located, newFuel());
  if (plain !== undefined) return plain;
  const value = evaluate(located);
  return value === undefined ? undefined : constantOf(value);
}
