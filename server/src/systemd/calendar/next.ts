import { utcClock, zoneClock } from './clock';
import { type CalendarField, type CalendarSpec, lastYear, second, weekdayNames } from './spec';

/** A moment in UTC, by fields; `micro` counts the microseconds of the minute. */
interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly micro: number;
}

/**
 * The next moments, in microseconds since 1970, at which a calendar expression elapses after `from`; fewer than `count`
 * when it stops elapsing before the year 2200. An expression without a time zone is taken to be in UTC.
 */
export function nextElapses(spec: CalendarSpec, from: number, count: number): readonly number[] {
  const clock = spec.zone.kind === 'named' ? zoneClock(spec.zone.name) : utcClock;
  if (clock === undefined) return [];
  const found: number[] = [];
  let wall = clock.toWall(from);
  while (found.length < count) {
    const next = nextMoment(spec, momentOf(wall + 1));
    if (next === undefined) break;
    wall = microsOf(next);
    const at = clock.toInstant(wall);
    if (at > (found.at(-1) ?? from)) found.push(at);
  }
  return found;
}

function momentOf(micros: number): Moment {
  const date = new Date(Math.floor(micros / 1000));
  const micro = date.getUTCSeconds() * second + (((micros % second) + second) % second);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    micro,
  };
}

function microsOf({ year, month, day, hour, minute, micro }: Moment): number {
  return Date.UTC(year, month - 1, day, hour, minute) * 1000 + micro;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function nextMoment(spec: CalendarSpec, from: Moment): Moment | undefined {
  for (
    let year = atLeast(spec.year, from.year, lastYear);
    year !== undefined;
    year = atLeast(spec.year, year + 1, lastYear)
  ) {
    const firstMonth = year === from.year ? from.month : 1;
    for (
      let month = atLeast(spec.month, firstMonth, 12);
      month !== undefined;
      month = atLeast(spec.month, month + 1, 12)
    ) {
      const sameMonth = year === from.year && month === from.month;
      for (const day of daysOf(spec, year, month, sameMonth ? from.day : 1)) {
        const isFirst = sameMonth && day === from.day;
        const time = nextTime(spec, isFirst ? from : { hour: 0, minute: 0, micro: 0 });
        if (time !== undefined) return { year, month, day, ...time };
      }
    }
  }
  return undefined;
}

/** The weekday of an expression's one date when it is none of the weekdays that the expression asks for. */
export function conflictingWeekday(spec: CalendarSpec): string | undefined {
  const [year, month, day] = [spec.year, spec.month, spec.day].map(onlyValue);
  if (year === undefined || month === undefined || day === undefined || spec.fromMonthEnd) return undefined;
  if (spec.weekdays.length === 0 || day > daysIn(year, month)) return undefined;
  const weekday = weekdayOf(year, month, day);
  return spec.weekdays.includes(weekday) ? undefined : weekdayNames[weekday];
}

function onlyValue(field: CalendarField): number | undefined {
  const [item, ...others] = field;
  return item !== undefined && others.length === 0 && item.step === 0 ? item.start : undefined;
}

function weekdayOf(year: number, month: number, day: number): number {
  return (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
}

function* daysOf(spec: CalendarSpec, year: number, month: number, from: number): Generator<number> {
  const last = daysIn(year, month);
  const field = spec.fromMonthEnd ? spec.day.map((item) => fromEnd(item, last)) : spec.day;
  for (let day = atLeast(field, from, last); day !== undefined; day = atLeast(field, day + 1, last)) {
    if (spec.weekdays.length === 0 || spec.weekdays.includes(weekdayOf(year, month, day))) yield day;
  }
}

function fromEnd({ start, stop, step }: CalendarField[number], last: number): CalendarField[number] {
  if (stop === undefined) return { start: last + 1 - start, stop: undefined, step };
  return { start: last + 1 - stop, stop: last + 1 - start, step };
}

type Time = Pick<Moment, 'hour' | 'minute' | 'micro'>;

function nextTime(spec: CalendarSpec, from: Time): Time | undefined {
  for (let hour = atLeast(spec.hour, from.hour, 23); hour !== undefined; hour = atLeast(spec.hour, hour + 1, 23)) {
    const firstMinute = hour === from.hour ? from.minute : 0;
    for (
      let minute = atLeast(spec.minute, firstMinute, 59);
      minute !== undefined;
      minute = atLeast(spec.minute, minute + 1, 59)
    ) {
      const sameMinute = hour === from.hour && minute === from.minute;
      const micro = atLeast(spec.microsecond, sameMinute ? from.micro : 0, 60 * second - 1);
      if (micro !== undefined) return { hour, minute, micro };
    }
  }
  return undefined;
}

/** The smallest value of a field from `low` to `high`. */
function atLeast(field: CalendarField, low: number, high: number): number | undefined {
  if (field.length === 0) return low <= high ? low : undefined;
  const candidates = field.map(({ start, stop, step }) => {
    if (start >= low) return start;
    if (step === 0) return Number.POSITIVE_INFINITY;
    const value = start + Math.ceil((low - start) / step) * step;
    return value <= (stop ?? high) ? value : Number.POSITIVE_INFINITY;
  });
  const best = Math.min(...candidates);
  return best <= high ? best : undefined;
}
