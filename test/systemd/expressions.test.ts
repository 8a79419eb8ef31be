import { expect, test } from 'vitest';
import { nextElapses } from '../../server/src/systemd/calendar/next';
import { formatCalendar } from '../../server/src/systemd/calendar/normalise';
import { isCalendar, parseCalendar } from '../../server/src/systemd/calendar/parse';
import { parseTimeSpan } from '../../server/src/systemd/values/time-span';
import { type Tool, tool } from '../support/tools';
import { calendars, timeSpans } from './support/expressions';

const count = Number(process.env.SYSTEMD_EXPRESSIONS ?? (process.env.CI ? 1000 : 250));
const seed = Number(process.env.SYSTEMD_EXPRESSION_SEED ?? 3);
const analyze = tool('systemd-analyze-262');
/** An ordinary day, and the days before clocks in Europe go forward and back. */
const bases = [Date.UTC(2026, 0, 1, 12, 34, 56), Date.UTC(2026, 2, 28, 20), Date.UTC(2026, 9, 24, 20)];

/** Runs a verb on many expressions; it stops at the first wrong one, so it is started again behind that. */
function microseconds(oracle: Tool, spans: readonly string[]): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [];
  while (found.length < spans.length) {
    const { stdout, code } = oracle.run(['timespan', '--', ...spans.slice(found.length)]);
    found.push(...[...stdout.matchAll(/[μu]s: (\S+)/g)].map((match) => match[1]));
    if (code !== 0) found.push(undefined);
  }
  return found;
}

test.skipIf(!analyze.available)('time spans are as long as systemd says', { timeout: 120_000 }, () => {
  const spans = timeSpans(count, seed);
  const theirs = microseconds(analyze, spans);
  const wrong = spans.flatMap((text, i) => {
    const ours = parseTimeSpan(text);
    const expected =
      theirs[i] === undefined
        ? undefined
        : theirs[i] === '18446744073709551615'
          ? Number.POSITIVE_INFINITY
          : Number(theirs[i]);
    return ours === expected ? [] : [{ text, ours, expected }];
  });
  expect(wrong).toEqual([]);
});

interface Elapsed {
  /** Undefined where systemd loses its way in the search and says so. */
  readonly form: string | undefined;
  readonly times: readonly string[];
}

/** Normalised forms and elapses by expression. */
function elapses(oracle: Tool, expressions: readonly string[], base: number): ReadonlyMap<string, Elapsed> {
  const found = new Map<string, Elapsed>();
  const since = `@${Math.floor(base / 1000)}`;
  const { stdout, stderr } = oracle.run(['calendar', '--iterations=5', `--base-time=${since}`, '--', ...expressions], {
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  });
  for (const block of stdout.split(/\n\n+/)) {
    const normal = /^ *Normalized form: (.*)$/m.exec(block)?.[1];
    if (normal === undefined) continue;
    const original = /^ *Original form: (.*)$/m.exec(block)?.[1] ?? normal;
    const times = [...block.matchAll(/^ *(?:Next elapse|Iteration #\d+): (\w{3} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/gm)];
    found.set(original, { form: normal, times: times.map((match) => match[1] ?? '') });
  }
  for (const match of stderr.matchAll(/^Failed to determine next elapse for '(.*)':/gm)) {
    found.set(match[1] ?? '', { form: undefined, times: [] });
  }
  return found;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function stamp(micros: number): string {
  const date = new Date(Math.floor(micros / 1000));
  return `${weekdays[date.getUTCDay()]} ${date.toISOString().slice(0, 19).replace('T', ' ')}`;
}

function disagreement(text: string, expected: Elapsed | undefined, base: number): string | undefined {
  const spec = parseCalendar(text);
  if (!isCalendar(spec)) return expected === undefined ? undefined : `${text}: we say ${spec.message}`;
  if (expected === undefined) return `${text}: systemd refuses it`;
  if (expected.form === undefined) return undefined;
  const times = nextElapses(spec, base * 1000, 5).map(stamp);
  const theirs = expected.times;
  const same = formatCalendar(spec) === expected.form && times.join() === theirs.join();
  return same ? undefined : `${text}: ${formatCalendar(spec)} at ${times}, not ${expected.form} at ${theirs}`;
}

test.skipIf(!analyze.available)('calendar expressions elapse when systemd says', { timeout: 120_000 }, () => {
  const expressions = [...new Set(calendars(count, seed))];
  const wrong = bases.flatMap((base, i) => {
    const mine = expressions.filter((_, at) => at % bases.length === i);
    const theirs = elapses(analyze, mine, base);
    return mine.map((text) => disagreement(text, theirs.get(text), base));
  });
  expect(wrong.filter((line) => line !== undefined)).toEqual([]);
});
