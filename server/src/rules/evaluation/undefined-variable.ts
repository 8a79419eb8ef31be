import { problemRule } from './problems';

/** A name that nothing around it defines: Nix refuses the file before it evaluates anything. */
export const undefinedVariable = problemRule(
  { code: 'undefined-variable', title: 'Undefined variable', severity: 'error' },
  ({ code, message }) => (code === 'undefined-variable' ? message : undefined),
);
