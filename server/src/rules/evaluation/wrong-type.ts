import { isOnLiteral, problemRule } from './problems';

/** A literal that an option does not take: NixOS refuses to evaluate. */
export const wrongType = problemRule(
  { code: 'wrong-type', title: 'Value of the wrong type', severity: 'error' },
  (problem, subject) => (problem.code === 'wrong-type' && isOnLiteral(subject, problem) ? problem.message : undefined),
);
