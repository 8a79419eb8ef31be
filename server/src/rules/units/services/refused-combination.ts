import { parseBoolean } from '../../../systemd/values/enumerations';
import type { Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isAssigned, knownValue, placeOf, settled, writtenUnits } from '../../unit-entries';

interface Combination {
  /** The directive of [Service] that the finding lies on. */
  readonly key: string;
  readonly holds: (value: string, unit: Unit) => boolean;
  readonly why: string;
  /** The systemd versions that refuse it; all when absent. */
  readonly from?: number;
  readonly until?: number;
}

function isType(unit: Unit, type: string): boolean {
  return knownValue(unit, 'Service', 'Type') === type;
}

/**
 * What systemd refuses when it has read a whole service (service_verify in src/core/service.c and unit_verify_contexts in
 * src/core/unit.c; tried with systemd-analyze verify of 252, 257 and 262, between which the first is not known).
 */
const COMBINATIONS: readonly Combination[] = [
  {
    key: 'Restart',
    holds: (value, unit) => isType(unit, 'oneshot') && (value === 'always' || value === 'on-success'),
    why: 'a service of Type=oneshot cannot be restarted after success. Let a timer start it, or write on-failure',
  },
  {
    key: 'ExitType',
    holds: (value, unit) => isType(unit, 'oneshot') && value === 'cgroup',
    why: 'Type=oneshot cannot wait for its control group',
  },
  {
    key: 'RestartForceExitStatus',
    holds: (value, unit) => isType(unit, 'oneshot') && value !== '',
    why: 'a service of Type=oneshot cannot be forced to restart',
    until: 252,
  },
  {
    key: 'KillMode',
    holds: (value, unit) => isAssigned(unit, 'Service', 'PAMName') && value !== 'control-group' && value !== 'mixed',
    why: 'with PAMName= only control-group and mixed are allowed',
  },
  {
    key: 'WorkingDirectory',
    holds: (value, unit) => value.replace(/^-/, '') === '~' && isTrueIn(unit, 'DynamicUser'),
    why: 'a dynamic user has no home directory. Use StateDirectory= and %S',
    from: 257,
  },
  {
    key: 'PrivatePIDs',
    holds: (value, unit) => isType(unit, 'forking') && parseBoolean(value) === true,
    why: 'a service of Type=forking cannot have process numbers of its own',
    from: 257,
  },
  {
    key: 'PrivatePIDs',
    holds: (value, unit) => isAssigned(unit, 'Service', 'PAMName') && parseBoolean(value) === true,
    why: 'a service with PAMName= cannot have process numbers of its own',
    from: 262,
  },
  {
    key: 'DynamicUser',
    holds: (value, unit) => unit.scope === 'user' && parseBoolean(value) === true,
    why: "a user's service manager cannot make users",
    from: 257,
  },
];

function isTrueIn(unit: Unit, key: string): boolean {
  return parseBoolean(knownValue(unit, 'Service', key) ?? '') === true;
}

/** Two settings of a service that exclude each other: systemd does not load the unit. */
export const refusedCombination: Rule = {
  code: 'refused-combination',
  title: 'Settings that exclude each other',
  severity: 'error',
  check: ({ analysis, systemd }: Subject) =>
    writtenUnits(analysis)
      .filter(({ type }) => type === 'service')
      .flatMap((unit) =>
        COMBINATIONS.filter(({ from = 0, until = systemd }) => from <= systemd && systemd <= until).flatMap(
          (combination) => check(unit, combination),
        ),
      ),
};

function check(unit: Unit, { key, holds, why }: Combination): readonly Finding[] {
  const entry = settled(unit, 'Service', key);
  if (entry === undefined || !holds(entry.value.trim(), unit)) return [];
  const message = `systemd refuses ${unit.name} with ${key}=${entry.value.trim()}: ${why}.`;
  return report(refusedCombination, placeOf(entry), unit, { message });
}
