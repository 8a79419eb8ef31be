import { directive } from '../../../systemd/catalogue';
import type { Entry, Unit } from '../../../units/model';
import type { Finding } from '../../finding';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { assigned, entriesOf, placeOf, writtenUnits } from '../../unit-entries';

/** A list for a directive that takes one value: of the lines that it becomes only the last counts. */
export const repeatedLine: Rule = {
  code: 'repeated-line',
  title: 'Several lines where one counts',
  severity: 'warning',
  check: (subject: Subject) =>
    writtenUnits(subject.analysis).flatMap((unit) =>
      unit.sections.flatMap(({ name }) => {
        const keys = new Set(entriesOf(unit, name).map(({ key }) => key));
        return [...keys].flatMap((key) => check(subject, unit, name, key));
      }),
    ),
};

function check({ systemd }: Subject, unit: Unit, section: string, key: string): readonly Finding[] {
  if (!takesOne(section, key, systemd)) return [];
  const lines = assigned(unit, section, key);
  const last = lines.at(-1);
  return lines.slice(0, -1).flatMap((line) => overruled(unit, line, last));
}

/** Whether a later line replaces an earlier one. [Install] is read by `systemctl enable`, which gathers all lines. */
function takesOne(section: string, key: string, systemd: number): boolean {
  const known = directive(section, key, systemd);
  return known !== undefined && known.list === undefined && section !== 'Install';
}

function overruled(unit: Unit, line: Entry, last: Entry | undefined): readonly Finding[] {
  if (last === undefined || line.holes.length + last.holes.length > 0 || line.value === last.value) return [];
  const message = `${line.key}= takes one value: '${last.value}', which comes later, replaces this one.`;
  return report(repeatedLine, placeOf(line), unit, { message });
}
