import { isCertainWith } from '../../modules/context';
import { itemAt } from '../../syntax/find';
import type { Node } from '../../syntax/node';
import type { Analysis, Problem } from '../../units/analysis';
import type { Severity } from '../finding';
import { report, type Said } from '../report';
import type { Rule, Subject } from '../rule';

/**
 * A rule over what went wrong while the file was evaluated: `said` gives what a problem is to be called, if it is the rule's; `problems` are
 * those to look at.
 */
export function problemRule(
  rule: Pick<Rule, 'code' | 'title'> & { readonly severity: Severity },
  said: (problem: Problem, subject: Subject) => Said | string | undefined,
  problems: (analysis: Analysis) => readonly Problem[] = (analysis) => analysis.problems,
): Rule {
  return {
    ...rule,
    check: (subject) =>
      problems(subject.analysis).flatMap((problem) => {
        const told = said(problem, subject);
        if (told === undefined) return [];
        return report(rule, problem.origin, undefined, typeof told === 'string' ? { message: told } : told);
      }),
  };
}

/** Whether a problem holds whatever is not known here. */
export function isCertain({ analysis }: Subject): boolean {
  return isCertainWith([...analysis.assumptions].map(([why, value]) => `${why} = ${value}`));
}

const LITERALS: ReadonlySet<Node['kind']> = new Set<Node['kind']>(['string', 'int', 'float', 'list']);

/** Whether the expression that a problem lies on is a literal, whose type no unknown can change. */
export function isOnLiteral({ source }: Subject, { origin }: Problem): boolean {
  const document = origin && source(origin);
  if (origin === undefined || document === undefined) return false;
  const node = itemAt(document.tree, origin);
  return node !== undefined && node.kind !== 'binding' && node.kind !== 'inherit' && LITERALS.has(node.kind);
}
