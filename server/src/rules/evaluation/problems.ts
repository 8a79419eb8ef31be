import type { Problem } from '../../units/analysis';
import type { Finding, Severity } from '../finding';
import type { Rule } from '../rule';

/** A rule over what went wrong while the file was evaluated. */
export function problemRule(code: string, title: string, severity: Severity): Rule {
  return {
    code,
    title,
    severity,
    check: ({ analysis }) =>
      analysis.problems.flatMap((problem) => (problem.code === code ? finding(problem, severity) : [])),
  };
}

function finding({ code, message, origin }: Problem, severity: Severity): readonly Finding[] {
  return origin === undefined ? [] : [{ code, severity, message, origin, unit: undefined, fixes: [] }];
}
