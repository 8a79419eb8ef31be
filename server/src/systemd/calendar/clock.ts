/** Wall clocks of a zone: moments in microseconds since 1970, wall times as if they were in UTC. */
export interface Clock {
  readonly toWall: (instant: number) => number;
  readonly toInstant: (wall: number) => number;
}

export const utcClock: Clock = { toWall: (instant) => instant, toInstant: (wall) => wall };

const day = 86_400_000_000;

/**
 * The clock of an IANA zone; undefined for a name that is none. A wall time that comes twice is the first of the two, one
 * that never comes is as long after the change of clocks as it was to be.
 */
export function zoneClock(zone: string): Clock | undefined {
  const format = formatOf(zone);
  if (format === undefined) return undefined;
  const offset = (instant: number): number => wallOf(format, instant) - Math.floor(instant / 1_000_000) * 1_000_000;
  return {
    toWall: (instant) => instant + offset(instant),
    toInstant: (wall) => {
      const instants = [wall - offset(wall - day), wall - offset(wall + day)];
      const real = instants.filter((instant) => instant + offset(instant) === wall);
      return real.length > 0 ? Math.min(...real) : Math.max(...instants);
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const numeric = 'numeric';
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
  } catch {
    return undefined;
  }
}

function wallOf(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(
    format.formatToParts(Math.floor(instant / 1000)).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) * 1000;
}
