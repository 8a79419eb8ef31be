import { boundingSet } from '../../systemd/security/capabilities';
import { allowedNamespaces, familyFilter } from '../../systemd/security/restrictions';
import { callFilter } from '../../systemd/security/syscalls';
import type { Entry, Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { assigned, placeOf, writtenUnits } from '../unit-entries';

/**
 * A list of what is allowed behind one of what is denied. The first line decides what the list is, so the later one allows
 * nothing but what was denied before (systemd.exec(5), SystemCallFilter=).
 */
export const filterOrder: Rule = {
  code: 'filter-order',
  title: 'Allow list behind a deny list',
  severity: 'warning',
  check: ({ analysis, systemd }: Subject) =>
    writtenUnits(analysis).flatMap((unit) => FILTERS.flatMap((filter) => check(unit, filter, systemd))),
};

interface Filter {
  readonly key: string;
  /** What the lines add up to, as a text to compare. */
  readonly state: (values: readonly string[], systemd: number) => string;
}

const FILTERS: readonly Filter[] = [
  { key: 'SystemCallFilter', state: (values, systemd) => sorted(callFilter(values, systemd)?.calls) },
  { key: 'RestrictAddressFamilies', state: (values, systemd) => sorted(familyFilter(values, systemd)?.families) },
  { key: 'RestrictNamespaces', state: (values, systemd) => sorted(allowedNamespaces(values, systemd)) },
  { key: 'CapabilityBoundingSet', state: (values, systemd) => sorted(boundingSet(values, systemd)) },
];

function sorted(names: ReadonlySet<string | number> | undefined): string {
  return [...(names ?? [])].map(String).sort().join(' ');
}

/** The names of groups that are meant as a whole list of what is allowed; a few calls more may be an exception that is not needed. */
const WHOLE_LIST = /@(system-service|default)\b/;

function check(unit: Unit, { key, state }: Filter, systemd: number): readonly Finding[] {
  const lines = assigned(unit, unit.type === 'socket' ? 'Socket' : 'Service', key);
  const [first] = lines;
  if (first === undefined || !first.value.trim().startsWith('~') || lines.some(({ holes }) => holes.length > 0))
    return [];
  const late = lines.findIndex((line, at) => at > 0 && isIdle(lines, line, at));
  const entry = lines[late];
  if (entry === undefined) return [];
  const allowed = entry.value.trim();
  if (key === 'SystemCallFilter' && !WHOLE_LIST.test(allowed)) {
    const message = `${allowed} has no effect: this ${key}= begins with what is denied, and ${allowed} is not.`;
    return report(filterOrder, placeOf(entry), unit, { message, severity: 'info' });
  }
  const message = `${key}= begins with what is denied, so ${allowed} does not become a list of what is allowed. Put what is allowed first.`;
  return report(filterOrder, placeOf(entry), unit, { message });

  function isIdle(all: readonly Entry[], { value }: Entry, at: number): boolean {
    if (value.trim().startsWith('~')) return false;
    const before = all.slice(0, at).map((line) => line.value.trim());
    return WHOLE_LIST.test(value) || state(before, systemd) === state([...before, value.trim()], systemd);
  }
}
