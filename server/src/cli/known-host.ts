import type { Analysis } from '../units/analysis';
import { UNKNOWN_CONTEXT } from '../units/problems';
import { UsageError } from './command';

/** The same analysis; that the host of `--context` does not exist is wrong use. */
export function knownHost(analysis: Analysis): Analysis {
  const unknown = analysis.problems.find(({ code }) => code === UNKNOWN_CONTEXT);
  if (unknown !== undefined) throw new UsageError(`--context: ${unknown.message}.`);
  return analysis;
}
