import { nameProblem } from '../../store/store-path';
import { NixError } from '../errors';

/** The name of a store object, if it may be one. */
export function checkName(name: string): string {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new NixError('eval', `invalid store path name '${name}': ${problem}`);
  return name;
}
