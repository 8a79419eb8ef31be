import { onceFor, onceForEach } from '../base/once';
import { assess } from '../systemd/security/assess';
import type { Assessment } from '../systemd/security/model';
import type { Unit } from './model';

/** The exposure of a unit as a systemd version sees it; undefined for types that run no program. */
export function exposureOf(unit: Unit, systemd: number): Assessment | undefined {
  return exposures(unit)(systemd);
}

const exposures = onceForEach((unit: Unit) => onceFor((systemd: number) => assessed(unit, systemd)));

function assessed(unit: Unit, systemd: number): Assessment | undefined {
  const sections = unit.sections.map(({ name, lines }) => {
    const entries = lines.filter((line) => line !== undefined);
    return [name, entries.map(({ key, value, holes }) => ({ key, value, unknown: holes.length > 0 }))] as const;
  });
  return assess(
    { type: unit.type, scope: unit.scope === 'user' ? 'user' : 'system', sections: new Map(sections) },
    systemd,
  );
}

/** `9.2 UNSAFE`, or `4.1 to 9.2 UNSAFE` where values are not known. */
export function exposureText({ overall, best, band }: Assessment): string {
  const range = best === overall ? '' : `${best.toFixed(1)} to `;
  return `${range}${overall.toFixed(1)} ${band}`;
}
