import type { Problem } from '../../units/analysis';
import { isOnLiteral, problemRule } from './problems';
import { adviseOnType } from './type-advice';

/** A directive that has to be one of a few words is judged with all others, as an invalid value. */
const ONE_DIRECTIVE = / is none of [^\n]*\.$/;

/** An option's own check. That a whole level of options is none, such as `system`, is so in a file that is no module too. */
function isOfOption({ code, message }: Problem): boolean {
  return code === 'wrong-type' && message.startsWith('A definition for option ') && !ONE_DIRECTIVE.test(message);
}

/** An option of a unit, whose definitions are those of the file alone. */
function isOfUnit({ message }: Problem): boolean {
  return /^A definition for option `(boot\.initrd\.)?systemd\./.test(message);
}

/** A literal that an option does not take: NixOS refuses to evaluate. */
export const wrongType = problemRule(
  { code: 'wrong-type', title: 'Value of the wrong type', severity: 'error' },
  (problem, subject) =>
    isOfOption(problem) && isOnLiteral(subject, problem) ? adviseOnType(subject, problem) : undefined,
  ({ problems, possible }) => [...problems, ...(possible?.()?.problems ?? []).filter(isOfUnit)],
);
