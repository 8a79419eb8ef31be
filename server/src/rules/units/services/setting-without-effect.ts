import type { Unit } from '../../../units/model';
import type { Finding, Severity } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { isAssigned, isTrue, isWhole, knownValue, placeOf, settled, writtenUnits } from '../../unit-entries';

interface Idle {
  readonly section: 'Service' | 'Timer';
  readonly key: string;
  readonly holds: (unit: Unit, value: string) => boolean;
  readonly why: string;
  readonly severity: Severity;
}

const MONOTONIC = ['OnActiveSec', 'OnBootSec', 'OnStartupSec', 'OnUnitActiveSec', 'OnUnitInactiveSec'];

function isZero(value: string): boolean {
  return value === 'infinity' || /^0+(\s*[a-z]+)?$/.test(value);
}

/**
 * Settings that do nothing beside what else the unit says (systemd.service(5), systemd.timer(5), service_verify in
 * src/core/service.c).
 */
const IDLE: readonly Idle[] = [
  {
    section: 'Service',
    key: 'RuntimeMaxSec',
    holds: (unit, value) => knownValue(unit, 'Service', 'Type') === 'oneshot' && !isZero(value),
    why: 'systemd ignores it for Type=oneshot. TimeoutStartSec= limits how long it may run',
    severity: 'warning',
  },
  {
    section: 'Service',
    key: 'RestartSteps',
    holds: (unit, value) => !isZero(value) && !isAssigned(unit, 'Service', 'RestartMaxDelaySec'),
    why: 'systemd ignores it without RestartMaxDelaySec=',
    severity: 'warning',
  },
  {
    section: 'Service',
    key: 'RestartMaxDelaySec',
    holds: (unit, value) => !isZero(value) && !isAssigned(unit, 'Service', 'RestartSteps'),
    why: 'systemd ignores it without RestartSteps=',
    severity: 'warning',
  },
  {
    section: 'Service',
    key: 'RestartSec',
    holds: (unit) =>
      (knownValue(unit, 'Service', 'Restart') ?? 'no') === 'no' &&
      !isUnknown(unit, 'Service', 'Restart') &&
      !isAssigned(unit, 'Service', 'RestartForceExitStatus'),
    why: 'the service is never restarted without Restart=',
    severity: 'info',
  },
  {
    section: 'Service',
    key: 'Restart',
    holds: (unit, value) => value === 'always' && isTrue(unit, 'Service', 'RemainAfterExit'),
    why: 'with RemainAfterExit= a service that ends well counts as running, so only a failure restarts it',
    severity: 'info',
  },
  {
    section: 'Timer',
    key: 'Persistent',
    holds: (unit) =>
      isTrue(unit, 'Timer', 'Persistent') &&
      !isAssigned(unit, 'Timer', 'OnCalendar') &&
      MONOTONIC.some((key) => isAssigned(unit, 'Timer', key)),
    why: 'only OnCalendar= has runs to catch up with',
    severity: 'warning',
  },
];

function isUnknown(unit: Unit, section: string, key: string): boolean {
  return isAssigned(unit, section, key) && knownValue(unit, section, key) === undefined;
}

/** A setting that does nothing in a unit as it is. */
export const settingWithoutEffect: Rule = {
  code: 'setting-without-effect',
  title: 'Setting without effect',
  severity: 'warning',
  check: ({ analysis }: Subject) =>
    writtenUnits(analysis)
      .filter((unit) => unit.open !== true && (unit.type === 'timer' || isWhole(unit)))
      .flatMap((unit) => IDLE.flatMap((idle) => check(unit, idle))),
};

function check(unit: Unit, { section, key, holds, why, severity }: Idle): readonly Finding[] {
  const entry = settled(unit, section, key);
  if (entry === undefined || !holds(unit, entry.value.trim())) return [];
  return report(settingWithoutEffect, placeOf(entry), unit, {
    message: `${key}= has no effect here: ${why}.`,
    severity,
  });
}
