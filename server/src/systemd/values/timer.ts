import { conflictingWeekday } from '../calendar/next';
import { isCalendar, parseCalendar } from '../calendar/parse';
import type { Verdict } from '../types';
import { expanded, type Grammar } from './grammar';
import { accepted, fault, faultAt, quoted, type Slice } from './slice';
import { parseTimeSpan, seconds } from './time-span';

/** What people write instead of calendar expressions: time spans, and lines of a crontab. */
function notCalendar(value: Slice): Verdict | undefined {
  if (/[a-z]/i.test(value.text) && parseTimeSpan(value.text) !== undefined) {
    return fault(value, `${quoted(value.text)} is a time span, which OnBootSec= and OnUnitActiveSec= take`);
  }
  if (!/^([0-9*/,-]+ ){4}[0-9a-z*/,-]+$/i.test(value.text)) return undefined;
  return fault(value, 'systemd does not read crontab lines; every day at four is *-*-* 04:00:00');
}

/** OnCalendar=: a calendar expression. */
const calendar: Grammar = (value) => {
  const result = parseCalendar(value.text);
  if (!isCalendar(result)) return notCalendar(value) ?? faultAt(value, result.start, result.end, result.message);
  const actual = conflictingWeekday(result);
  if (actual === undefined) return accepted;
  return { ...fault(value, `That day is a ${actual}, so this never elapses`), silent: true };
};

export const timer: Grammar = expanded('full', (value, context) =>
  context.directive.name === 'OnCalendar' ? calendar(value, context) : seconds(value),
);
