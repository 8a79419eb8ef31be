import { normaliseField, shortYear } from './normalise';
import { type CalendarField, type CalendarItem, type CalendarSpec, lastYear, second } from './spec';
import { splitZone } from './zone';

export interface CalendarError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

const largestNumber = 2 ** 31 - 1;
const mostItems = 240;
const at0: CalendarField = [{ start: 0, stop: undefined, step: 0 }];

const days: readonly string[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

type Dated = Omit<CalendarSpec, 'zone' | 'weekdays'>;
const anyDay: Pick<Dated, 'year' | 'month' | 'day' | 'fromMonthEnd'> = {
  year: [],
  month: [],
  day: [],
  fromMonthEnd: false,
};

function values(...numbers: readonly number[]): CalendarField {
  return numbers.map((start) => ({ start, stop: undefined, step: 0 }));
}

const midnight = { hour: at0, minute: at0, microsecond: at0 };
const yearly: Dated = { ...anyDay, ...midnight, month: values(1), day: values(1) };
const halfYearly: Dated = { ...yearly, month: values(1, 7) };

/** Shorthands and what they stand for; `weekly` has its weekday besides. */
export const shorthands: Readonly<Record<string, Dated>> = {
  minutely: { ...anyDay, hour: [], minute: [], microsecond: at0 },
  hourly: { ...anyDay, hour: [], minute: at0, microsecond: at0 },
  daily: { ...anyDay, ...midnight },
  weekly: { ...anyDay, ...midnight },
  monthly: { ...anyDay, ...midnight, day: values(1) },
  quarterly: { ...yearly, month: values(1, 4, 7, 10) },
  semiannually: halfYearly,
  'semi-annually': halfYearly,
  biannually: halfYearly,
  'bi-annually': halfYearly,
  yearly,
  annually: yearly,
  anually: yearly,
};

/** Signals the first wrong part inside the parser; it never leaves parseCalendar. */
class Wrong extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

/** A cursor over the expression; `end` is where the time zone begins. */
interface Cursor {
  readonly text: string;
  readonly at: number;
}

/** Parses a calendar expression such as `Mon..Fri *-*-* 09:00 UTC`; an error tells the part that is wrong. */
export function parseCalendar(text: string): CalendarSpec | CalendarError {
  try {
    return parseWhole(text);
  } catch (error) {
    if (error instanceof Wrong) return { message: error.message, start: error.start, end: error.end };
    throw error;
  }
}

export function isCalendar(result: CalendarSpec | CalendarError): result is CalendarSpec {
  return 'weekdays' in result;
}

function parseWhole(whole: string): CalendarSpec {
  const { text, zone } = splitZone(whole);
  if (text === '')
    throw new Wrong('A calendar expression is expected, such as daily or Mon *-*-* 04:00', 0, whole.length);
  const name = text.toLowerCase();
  const short = Object.hasOwn(shorthands, name) ? shorthands[name] : undefined;
  if (short !== undefined) return { ...short, weekdays: name === 'weekly' ? [0] : [], zone };
  const weekdays = parseWeekdays({ text, at: 0 });
  if (text[weekdays.next.at] === '@') {
    return { ...parseEpoch(weekdays.next), weekdays: weekdays.days, zone: { kind: 'utc' } };
  }
  const date = parseDate(weekdays.next);
  const time = parseTime(date.next);
  return { ...date.fields, ...time, weekdays: weekdays.days.length === 7 ? [] : weekdays.days, zone };
}

function skipBlanks({ text, at }: Cursor): Cursor {
  return { text, at: at + (/^ */.exec(text.slice(at))?.[0].length ?? 0) };
}

function wordFrom({ text, at }: Cursor): Wrong {
  const word = /^[^ ]*/.exec(text.slice(at))?.[0] ?? '';
  const end = Math.max(at + word.length, Math.min(at + 1, text.length));
  return new Wrong(word === '' ? 'The expression ends too early' : `'${word}' is not understood here`, at, end);
}

function parseWeekdays(start: Cursor): { readonly days: readonly number[]; readonly next: Cursor } {
  const { text } = start;
  const found = new Set<number>();
  const done = (at: number) => ({ days: [...found].sort(), next: skipBlanks({ text, at }) });
  let at = start.at;
  let rangeFrom: number | undefined;
  for (let first = true; ; first = false) {
    const day = dayAt(text, at);
    if (day === undefined) {
      if (first) return done(at);
      throw wordFrom({ text, at });
    }
    if (!['', '-', '.', ',', ' '].includes(text[day.end] ?? '')) throw wordFrom({ text, at });
    if (rangeFrom !== undefined && rangeFrom > day.number) {
      throw new Wrong('A range of weekdays must go forward from Monday to Sunday', at, day.end);
    }
    for (let d = rangeFrom ?? day.number; d <= day.number; d++) found.add(d);
    at = day.end;
    const c = text[at] ?? ' ';
    if (c === ' ') return done(at);
    if (c !== ',' && (rangeFrom !== undefined || (c === '.' && text[at + 1] !== '.'))) throw wordFrom({ text, at });
    rangeFrom = c === ',' ? undefined : day.number;
    at += c === '.' ? 2 : 1;
    if ((text[at] ?? ' ') === ' ') {
      if (rangeFrom !== undefined) throw new Wrong('The range of weekdays has no end', at - 1, at);
      return done(at);
    }
  }
}

function dayAt(text: string, at: number): { readonly number: number; readonly end: number } | undefined {
  const rest = text.slice(at, at + 9).toLowerCase();
  const number = days.findIndex((name) => rest.startsWith(name.slice(0, 3)));
  const name = days[number];
  if (name === undefined) return undefined;
  return { number, end: at + (rest.startsWith(name) ? name.length : 3) };
}

function parseEpoch(start: Cursor): Dated {
  const digits = /^@ *\+?([0-9]+)/.exec(start.text.slice(start.at));
  const seconds = Number(digits?.[1] ?? Number.NaN);
  const date = new Date(seconds * 1000);
  const end = start.at + (digits?.[0].length ?? 1);
  if (Number.isNaN(date.getTime()) || end < start.text.length) throw wordFrom(start);
  if (date.getUTCFullYear() > lastYear) throw new Wrong('This time is after the year 2199', start.at, end);
  return {
    year: values(date.getUTCFullYear()),
    month: values(date.getUTCMonth() + 1),
    day: values(date.getUTCDate()),
    fromMonthEnd: false,
    hour: values(date.getUTCHours()),
    minute: values(date.getUTCMinutes()),
    microsecond: values(date.getUTCSeconds() * second),
  };
}

type DateFields = Pick<Dated, 'year' | 'month' | 'day' | 'fromMonthEnd'>;

function parseDate(start: Cursor): { readonly fields: DateFields; readonly next: Cursor } {
  const { text } = start;
  if (start.at >= text.length) return { fields: anyDay, next: start };
  const first = parseField(start, 1);
  const after = text[first.at];
  if (after === undefined || after === ':') return { fields: anyDay, next: start };
  if (after !== '-' && after !== '~') throw wordFrom(first);
  const second_ = parseField({ text, at: first.at + 1 }, 1);
  const endsHere = (at: number) => at >= text.length || text[at] === ' ';
  if (endsHere(second_.at)) {
    const fromMonthEnd = after === '~' && second_.field.length > 0;
    const fields = { year: [], month: checkField(first, 1, 12), day: checkDays(second_, fromMonthEnd), fromMonthEnd };
    return { fields, next: skipBlanks(second_) };
  }
  const between = text[second_.at];
  if (after === '~' || (between !== '-' && between !== '~')) throw wordFrom(second_);
  const third = parseField({ text, at: second_.at + 1 }, 1);
  if (!endsHere(third.at)) throw wordFrom(third);
  const fromMonthEnd = between === '~' && third.field.length > 0;
  const year = checkField({ ...first, field: first.field.map(shortYear) }, 1970, lastYear);
  return {
    fields: { year, month: checkField(second_, 1, 12), day: checkDays(third, fromMonthEnd), fromMonthEnd },
    next: skipBlanks(third),
  };
}

function parseTime(start: Cursor): Pick<Dated, 'hour' | 'minute' | 'microsecond'> {
  const { text } = start;
  if (start.at >= text.length) return midnight;
  const hour = parseField(start, 1);
  if (text[hour.at] !== ':') throw wordFrom(hour.at >= text.length ? start : hour);
  const minute = parseField({ text, at: hour.at + 1 }, 1);
  const checked = { hour: checkField(hour, 0, 23), minute: checkField(minute, 0, 59) };
  if (minute.at >= text.length) return { ...checked, microsecond: at0 };
  if (text[minute.at] !== ':') throw wordFrom(minute);
  const seconds = parseField({ text, at: minute.at + 1 }, second);
  if (seconds.at < text.length) throw wordFrom(seconds);
  return { ...checked, microsecond: checkField(seconds, 0, 60 * second - 1) };
}

interface ParsedField extends Cursor {
  readonly field: CalendarField;
  readonly from: number;
}

/** A `*` or a list of items; `unit` is what one stands for. */
function parseField({ text, at: from }: Cursor, unit: number): ParsedField {
  if (text[from] === '*') {
    return { text, from, at: from + 1, field: unit === 1 ? [] : [{ start: 0, stop: undefined, step: unit }] };
  }
  const items: CalendarItem[] = [];
  let at = from;
  for (;;) {
    const item = parseItem({ text, at }, unit);
    items.push(item.item);
    if (items.length > mostItems + 1) throw new Wrong('There are too many values in this list', from, item.at);
    at = item.at;
    if (text[at] !== ',') return { text, from, at, field: items };
    at++;
  }
}

function parseItem(start: Cursor, unit: number): { readonly item: CalendarItem; readonly at: number } {
  const { text } = start;
  const first = parseNumber(start, unit);
  let at = first.at;
  let stop: number | undefined;
  let step = 0;
  if (text.startsWith('..', at)) {
    const last = parseNumber({ text, at: at + 2 }, unit);
    stop = last.value;
    at = last.at;
    step = unit;
  }
  if (text[at] === '/') {
    const every = parseNumber({ text, at: at + 1 }, unit);
    if (every.value === 0) throw new Wrong('A step cannot be zero', at + 1, every.at);
    step = every.value;
    at = every.at;
  } else if (unit !== 1 && stop !== undefined && first.value + step > stop) {
    throw new Wrong('This range is empty', start.at, at);
  }
  if (!['', ' ', ',', '-', '~', ':'].includes(text[at] ?? '')) throw wordFrom({ text, at });
  return { item: { start: first.value, stop, step }, at };
}

function parseNumber(start: Cursor, unit: number): { readonly value: number; readonly at: number } {
  const { text } = start;
  const digits = /^[0-9]+/.exec(text.slice(start.at))?.[0];
  if (digits === undefined) throw wordFrom(start);
  let at = start.at + digits.length;
  let value = Number(digits) * unit;
  const fraction = unit === 1 ? undefined : /^\.([0-9]+)/.exec(text.slice(at))?.[1];
  if (fraction !== undefined) {
    const rounded = Number(fraction.slice(0, 6).padEnd(6, '0')) + (Number(fraction[6] ?? '0') >= 5 ? 1 : 0);
    value += rounded;
    at += fraction.length + 1;
  } else if (unit !== 1 && text[at] === '.' && text[at + 1] !== '.') {
    throw wordFrom({ text, at });
  }
  if (value > largestNumber) throw new Wrong('This number is too large', start.at, at);
  return { value, at };
}

/** Each value of a list that counts from the end of the month has three days less than the one before it. */
function checkDays(parsed: ParsedField, fromMonthEnd: boolean): CalendarField {
  return checkField(parsed, 1, 31, fromMonthEnd ? 3 : 0);
}

/** The normalised field, when all its values lie within the limits; `less` shrinks the upper one item by item. */
function checkField(parsed: ParsedField, low: number, high: number, less = 0): CalendarField {
  const field = normaliseField(parsed.field);
  const scale = high >= second ? second : 1;
  for (const [i, { start, stop, step }] of field.entries()) {
    const top = high - less * (i + 1);
    const inside = (value: number) => value >= low && value <= top;
    const room = stop !== undefined ? start + step <= stop : less > 0 ? start - step >= low : start + step <= top;
    if (inside(start) && (stop === undefined || inside(stop)) && step <= top - low && room) continue;
    const message = `Values from ${low / scale} to ${Math.floor(top / scale)} are allowed here, ranges going forward`;
    throw new Wrong(message, parsed.from, parsed.at);
  }
  return field;
}
