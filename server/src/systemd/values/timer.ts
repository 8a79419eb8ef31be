import { isCalendar, parseCalendar } from '../calendar/parse';
import type { Grammar } from './grammar';
import { expanded } from './grammar';
import { accepted, faultAt } from './slice';
import { seconds } from './time-span';

/** OnCalendar=: a calendar expression. */
const calendar: Grammar = (value) => {
  const result = parseCalendar(value.text);
  return isCalendar(result) ? accepted : faultAt(value, result.start, result.end, result.message);
};

export const timer: Grammar = expanded('full', (value, context) =>
  context.directive.name === 'OnCalendar' ? calendar(value, context) : seconds(value, context),
);
