import type { Origin } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { SyntaxTree } from '../../syntax/node';
import type { Fix } from '../finding';
import type { Subject } from '../rule';
import { problemRule } from './problems';

/** Kinds of values that are the same whatever else is not known; null and sets may stand for what is set elsewhere. */
const REFUSED =
  /^cannot coerce (an integer|a float|a Boolean|a list) to a string: |^cannot add a string to (an integer|a float)$/;

const INSTEAD: Readonly<Record<string, { readonly call: string; readonly advice: string }>> = {
  'an integer': { call: 'toString', advice: 'convert it with toString' },
  'a float': { call: 'toString', advice: 'convert it with toString' },
  'a Boolean': { call: 'lib.boolToString', advice: 'convert it with lib.boolToString' },
  'a list': { call: 'lib.escapeShellArgs', advice: 'join it with lib.concatStringsSep or lib.escapeShellArgs' },
};

function refusedKind(message: string): string {
  const [, coerced, added] = REFUSED.exec(message) ?? [];
  return coerced ?? added ?? '';
}

/** Whether a function around a place has an argument of a name. */
function isArgument(tree: SyntaxTree, name: string, { start }: Origin): boolean {
  return enclosing(tree, start).some(
    (item) => item.kind === 'lambda' && item.formals?.formals.some((formal) => formal.name === name),
  );
}

/** Wraps an interpolated expression in the call; of others it is not certain which side of them is meant. */
function wrapped({ source }: Subject, origin: Origin, call: string): readonly Fix[] {
  const tree = source(origin)?.tree;
  if (tree === undefined) return [];
  const { start, end } = origin;
  const interpolated = enclosing(tree, start).some(
    (item) =>
      item.kind === 'string' &&
      item.parts.some((part) => part.kind === 'interpolation' && part.expr.start === start && part.expr.end === end),
  );
  const usable = call === 'toString' || isArgument(tree, 'lib', origin);
  if (!interpolated || !usable) return [];
  const written = tree.text.slice(start, end);
  const argument = /^[\w.'-]+$/.test(written) ? written : `(${written})`;
  const newText = `${call} ${argument}`;
  return [{ title: `Replace with ${call} …`, edits: [{ origin, newText }], preferred: call === 'toString' }];
}

/** A number, a truth value or a list where Nix wants text, such as a port between the words of a command. */
export const notText = problemRule(
  { code: 'not-text', title: 'Value that does not become text', severity: 'error' },
  ({ message, origin }, subject) => {
    const instead = INSTEAD[refusedKind(message)];
    if (instead === undefined || origin === undefined) return undefined;
    return { message: `${message}; ${instead.advice}`, fixes: wrapped(subject, origin, instead.call) };
  },
);
