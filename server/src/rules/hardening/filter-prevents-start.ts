import { callFilter } from '../../systemd/security/syscalls';
import type { Unit } from '../../units/model';
import type { Finding } from '../finding';
import { report } from '../report';
import type { Rule, Subject } from '../rule';
import { assigned, entriesOf, placeOf, writtenUnits } from '../unit-entries';

/** Without these no program is started, or the loader cannot bring its libraries into memory. */
const NEEDED = ['execve', 'mmap', 'mprotect', 'openat', 'read', 'close', 'exit_group'];

/** A filter of system calls that the start of any program runs into (systemd.exec(5), SystemCallFilter=). */
export const filterPreventsStart: Rule = {
  code: 'filter-prevents-start',
  title: 'System call filter that no program passes',
  severity: 'warning',
  check: ({ analysis, systemd }: Subject) => writtenUnits(analysis).flatMap((unit) => check(unit, systemd)),
};

function check(unit: Unit, systemd: number): readonly Finding[] {
  const lines = assigned(unit, 'Service', 'SystemCallFilter');
  const runs = entriesOf(unit, 'Service').some(({ key, value }) => key === 'ExecStart' && !/^[-@:]*\+/.test(value));
  if (!runs || lines.length === 0 || unit.open === true || lines.some(({ holes }) => holes.length > 0)) return [];
  const filter = callFilter(
    lines.map(({ value }) => value.trim()),
    systemd,
  );
  if (filter === undefined) return [];
  const missing = NEEDED.filter((call) => filter.calls.has(call) !== filter.allowList);
  if (missing.length === 0) return [];
  const calls = missing.join(', ');
  const advice = filter.allowList ? 'Allow @system-service and deny what is too much.' : 'Deny less.';
  const message = `The service cannot start under this filter: it forbids ${calls}, which every program needs. ${advice}`;
  const [first] = lines;
  return report(filterPreventsStart, first && placeOf(first), unit, { message });
}
