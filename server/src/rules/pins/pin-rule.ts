import type { PinProblem, PinProblemCode } from '../../sources/problems';
import { pinProblems } from '../../sources/problems';
import type { Finding, Severity } from '../finding';
import type { Rule } from '../rule';

function finding({ code, origin, message, fixes }: PinProblem, severity: Severity): Finding {
  return {
    code,
    severity,
    message,
    origin,
    unit: undefined,
    fixes: fixes.map((fix, index) => ({ ...fix, preferred: index === 0 })),
  };
}

/** A rule over the pins of a file; silent where the pins were not looked for. */
export function pinRule(code: PinProblemCode, title: string, severity: Severity): Rule {
  return {
    code,
    title,
    severity,
    check: ({ pins = [], committedPins, fetchedHashes }) =>
      pinProblems(pins, committedPins, fetchedHashes)
        .filter((problem) => problem.code === code)
        .map((problem) => finding(problem, severity)),
  };
}
