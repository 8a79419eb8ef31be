import { type CalendarField, type CalendarItem, type CalendarSpec, second, weekdayNames } from './spec';

/** Years of two digits are those from 1970 to 2069. */
export function shortYear(item: CalendarItem): CalendarItem {
  const full = (year: number) => (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year);
  return { ...item, start: full(item.start), stop: item.stop === undefined ? undefined : full(item.stop) };
}

/** Items sorted, without doubles, and each as short as it can be written. */
export function normaliseField(field: CalendarField): CalendarField {
  const items = field.map(normaliseItem).sort(compareItems);
  return items.filter((item, i) => i + 1 === items.length || compareItems(item, items[i + 1] ?? item) !== 0);
}

function normaliseItem(item: CalendarItem): CalendarItem {
  const { start, step } = item;
  const ranged = item.stop !== undefined && item.stop > start && step > 0;
  const stop = ranged && item.stop !== undefined ? item.stop - ((item.stop - start) % step) : item.stop;
  const single = stop === start || (ranged && stop !== undefined && start + step > stop);
  return single ? { start, stop: undefined, step: 0 } : { start, stop, step };
}

function compareItems(a: CalendarItem, b: CalendarItem): number {
  return a.start - b.start || (a.stop ?? -1) - (b.stop ?? -1) || a.step - b.step;
}

/** The normalised form of a calendar expression as `systemd-analyze calendar` prints it. */
export function formatCalendar(spec: CalendarSpec): string {
  const weekdays = spec.weekdays.length === 0 ? '' : `${formatWeekdays(spec.weekdays)} `;
  const date = `${formatField(spec.year, 4)}-${formatField(spec.month, 2)}${spec.fromMonthEnd ? '~' : '-'}${formatField(spec.day, 2)}`;
  const everySecond = spec.microsecond.some(
    ({ start, stop, step }) => start === 0 && stop === undefined && step === second,
  );
  const seconds = everySecond ? '*' : spec.microsecond.map(formatSeconds).join(',');
  const zone = spec.zone.kind === 'utc' ? ' UTC' : spec.zone.kind === 'named' ? ` ${spec.zone.name}` : '';
  return `${weekdays}${date} ${formatField(spec.hour, 2)}:${formatField(spec.minute, 2)}:${seconds}${zone}`;
}

function formatWeekdays(days: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .map((run) => {
      const first = weekdayNames[run[0] ?? 0] ?? '';
      const last = weekdayNames[run.at(-1) ?? 0] ?? '';
      return run.length === 1 ? first : `${first}${run.length > 2 ? '..' : ','}${last}`;
    })
    .join(',');
}

function formatField(field: CalendarField, digits: number): string {
  if (field.length === 0) return '*';
  const pad = (value: number) => String(value).padStart(digits, '0');
  return field
    .map(({ start, stop, step }) => {
      const range = stop === undefined ? pad(start) : `${pad(start)}..${pad(stop)}`;
      return step > 0 && !(stop !== undefined && step === 1) ? `${range}/${step}` : range;
    })
    .join(',');
}

function formatSeconds({ start, stop, step }: CalendarItem): string {
  const fraction = (value: number) => (value % second > 0 ? `.${String(value % second).padStart(6, '0')}` : '');
  const pad = (value: number) => `${String(Math.floor(value / second)).padStart(2, '0')}${fraction(value)}`;
  const range = stop === undefined ? pad(start) : `${pad(start)}..${pad(stop)}`;
  const every = step > 0 && !(stop !== undefined && step === second) ? `/${Math.floor(step / second)}` : '';
  return `${range}${every}${every === '' ? '' : fraction(step)}`;
}
