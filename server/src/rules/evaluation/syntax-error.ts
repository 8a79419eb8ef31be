import { problemRule } from './problems';

/** A text that Nix does not parse. Only the first place is told: what follows it is often its consequence. */
export const syntaxError = problemRule(
  { code: 'syntax-error', title: 'Syntax error', severity: 'error' },
  ({ code, message }) => (code === 'syntax-error' ? message : undefined),
);
