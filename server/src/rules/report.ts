import type { Origin } from '../base/span';
import type { Unit } from '../units/model';
import type { Finding, Fix, Severity } from './finding';
import type { Rule } from './rule';

/** What a finding says, beside the rule and the unit that it is of. */
export interface Said {
  readonly message: string;
  readonly fixes?: readonly Fix[];
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
}

/** A finding of a rule; none where there is no source to point at, as for lines that NixOS adds by itself. */
export function report(
  { code, severity }: Pick<Rule, 'code' | 'severity'>,
  origin: Origin | undefined,
  unit: Unit | undefined,
  said: Said,
): readonly Finding[] {
  if (origin === undefined) return [];
  const { message, fixes = [] } = said;
  return [{ code, severity: said.severity ?? severity, message, origin, unit: unit?.name, fixes }];
}
