/** One item of a component list: a value, a range, or either with a step; the unit of seconds is a microsecond. */
export interface CalendarItem {
  readonly start: number;
  /** Inclusive end of a range. */
  readonly stop: number | undefined;
  /** 0 when the item is one value. */
  readonly step: number;
}

/** The items of one field; empty stands for `*`. */
export type CalendarField = readonly CalendarItem[];

/** A parsed and normalised calendar expression (systemd.time, calendarspec.c). */
export interface CalendarSpec {
  /** Days of the week that match, 0 being Monday; empty when any does. */
  readonly weekdays: readonly number[];
  readonly year: CalendarField;
  readonly month: CalendarField;
  readonly day: CalendarField;
  /** Days count from the end of the month, 1 being the last. */
  readonly fromMonthEnd: boolean;
  readonly hour: CalendarField;
  readonly minute: CalendarField;
  readonly microsecond: CalendarField;
  readonly zone:
    | { readonly kind: 'local' }
    | { readonly kind: 'utc' }
    | { readonly kind: 'named'; readonly name: string };
}

export const second = 1_000_000;
export const weekdayNames: readonly string[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
export const lastYear = 2199;
