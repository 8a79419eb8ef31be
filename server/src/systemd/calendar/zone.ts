import type { CalendarSpec } from './spec';

/** The time zone at the end: UTC, an IANA name, or an abbreviation, which may be the machine's own. */
export function splitZone(text: string): { readonly text: string; readonly zone: CalendarSpec['zone'] } {
  const space = text.lastIndexOf(' ');
  const name = text.slice(space + 1);
  if (space === -1 || !/^[A-Z]/i.test(name)) return { text, zone: { kind: 'local' } };
  if (name.toUpperCase() === 'UTC') return { text: text.slice(0, space), zone: { kind: 'utc' } };
  return isZone(name)
    ? { text: text.slice(0, space), zone: { kind: 'named', name } }
    : { text, zone: { kind: 'local' } };
}

/** Abbreviations that are right where the machine lies in the zone. */
const localNames: ReadonlySet<string> = new Set(
  (
    'ACDT ACST ADT AEDT AEST AKDT AKST AST AWST BST CDT CEST CST EDT EEST GMT HDT HKT IST JST KST MDT MSK NDT NST NZDT ' +
    'NZST PDT PKT PST SAST SGT WEST WIB'
  ).split(' '),
);

function isZone(name: string): boolean {
  if (localNames.has(name.toUpperCase())) return true;
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)+$|^[A-Z][A-Za-z0-9+-]+$/.test(name)) return false;
  if (/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}
