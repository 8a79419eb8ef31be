import type { Origin } from '../../base/span';
import { enclosing } from '../../syntax/find';
import type { Fix } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';

const RULE = { code: 'not-text', title: 'Value that does not become text', severity: 'error' } as const;

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

/** Whether a name means something at a place as far as the file tells: an argument or a binding around it. */
function isNamed(tree: Parameters<typeof enclosing>[0], name: string, at: Origin): boolean {
  return enclosing(tree, at.start).some(
    (item) => item.kind === 'lambda' && item.formals?.formals.some((formal) => formal.name === name),
  );
}

/** Wraps an interpolated expression in the call; of others it is not certain which side of them is meant. */
function wrapped({ source }: Subject, origin: Origin, call: string): readonly Fix[] {
  const tree = source(origin)?.tree;
  if (tree === undefined) return [];
  const { start, end, uri } = origin;
  const interpolated = enclosing(tree, start).some(
    (item) =>
      item.kind === 'string' &&
      item.parts.some((part) => part.kind === 'interpolation' && part.expr.start === start && part.expr.end === end),
  );
  const usable = call === 'toString' || isNamed(tree, 'lib', origin);
  if (!interpolated || !usable) return [];
  const written = tree.text.slice(start, end);
  const argument = /^[\w.'-]+$/.test(written) ? written : `(${written})`;
  const newText = `${call} ${argument}`;
  return [
    {
      title: `Replace with ${call} …`,
      edits: [{ origin: { uri, start, end }, newText }],
      preferred: call === 'toString',
    },
  ];
}

/** A number, a truth value or a list where Nix wants text, such as a port between the words of a command. */
export const notText: Rule = {
  ...RULE,
  check: (subject) =>
    subject.analysis.problems.flatMap(({ message, origin }) => {
      const instead = INSTEAD[refusedKind(message)];
      if (instead === undefined || origin === undefined) return [];
      const fixes = wrapped(subject, origin, instead.call);
      return report(RULE, origin, undefined, { message: `${message}; ${instead.advice}`, fixes });
    }),
};
