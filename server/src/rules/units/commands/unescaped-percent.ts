import { quoteString } from '../../../syntax/quote';
import { directive } from '../../../systemd/catalogue';
import { checkValue } from '../../../systemd/values/check';
import type { Finding } from '../../finding';
import { isLiteral, literalSpan } from '../../literal';
import { report } from '../../report';
import type { Rule, Subject } from '../../rule';
import { placeOf, type UnitEntry, unitEntries } from '../../unit-entries';

/** The format of a date, such as `+%Y-%m-%d`, whose letters systemd replaces with what they mean to it. */
export const unescapedPercent: Rule = {
  code: 'unescaped-percent',
  title: 'Date format that systemd expands',
  severity: 'warning',
  check: (subject: Subject) => unitEntries(subject.analysis).flatMap((line) => check(subject, line)),
};

/** Runs of conversions as strftime(3) has them: a year and month, an hour and minute, or what follows the `+` of date(1). */
const DATE =
  /(?<![%\w])(\+%[A-Za-z]|%Y[-_./]?%m|%H[-:_.]?%M|%F[-_T]%[TH]|%d[-_./]%m[-_./]%[Yy])(?:[-:_.T/]*%[A-Za-z])*/;

function check(subject: Subject, { unit, entry }: UnitEntry): readonly Finding[] {
  const known = directive(entry.section, entry.key, subject.systemd);
  if (known === undefined || known.specifiers === 'none' || entry.holes.length > 0) return [];
  const found = DATE.exec(entry.value);
  if (found === null || !checkValue(known, entry.value, subject.systemd).ok) return [];
  const [date] = found;
  const end = found.index + date.length;
  const place = placeOf(entry);
  const escaped = date.replaceAll('%', '%%');
  const newText = quoteString(entry.value.slice(0, found.index) + escaped + entry.value.slice(end));
  return report(
    unescapedPercent,
    place && (literalSpan(subject, place, entry.value, found.index, end) ?? place),
    unit,
    {
      message: `systemd expands '${date}' by itself, to other things than a date. Write ${escaped}.`,
      fixes:
        place !== undefined && isLiteral(subject, place, entry.value)
          ? [{ title: `Change to ${escaped}`, edits: [{ origin: place, newText }], preferred: true }]
          : [],
    },
  );
}
