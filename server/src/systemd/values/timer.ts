import { conflictingWeekday } from '../calendar/next';
import { isCalendar, parseCalendar } from '../calendar/parse';
import { expanded, type Grammar } from './grammar';
import { accepted, fault, faultAt } from './slice';
import { seconds } from './time-span';

/** OnCalendar=: a calendar expression. */
const calendar: Grammar = (value) => {
  const result = parseCalendar(value.text);
  if (!isCalendar(result)) return faultAt(value, result.start, result.end, result.message);
  const actual = conflictingWeekday(result);
  if (actual === undefined) return accepted;
  return { ...fault(value, `That day is a ${actual}, so this never elapses`), silent: true };
};

export const timer: Grammar = expanded('full', (value, context) =>
  context.directive.name === 'OnCalendar' ? calendar(value, context) : seconds(value, context),
);
