import { problemRule } from './problems';

/** The file takes too long to evaluate, so its units are not known. */
export const budget = problemRule(
  { code: 'budget', title: 'Evaluation stopped', severity: 'info' },
  ({ code, message }) => (code === 'budget' ? message : undefined),
);
