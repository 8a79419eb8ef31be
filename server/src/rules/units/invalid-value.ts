import type { Origin } from '../../base/span';
import { quoteString } from '../../syntax/quote';
import { directive } from '../../systemd/catalogue';
import type { Fault } from '../../systemd/types';
import { checkValue } from '../../systemd/values/check';
import { notOneOf } from '../../systemd/values/enumerations';
import { sliceOf } from '../../systemd/values/slice';
import type { Entry, Unit } from '../../units/model';
import { unitOptions } from '../../units/nixos/facts';
import type { Finding, Fix } from '../finding';
import { isLiteral, literalSpan } from '../literal';
import type { Rule, Subject } from '../rule';
import { entriesOf } from '../unit-entries';

const code = 'invalid-value';
const MAX_FIXES = 8;
/** What a build writes over in a unit file, whether its name says so or not. */
const PLACEHOLDER = /@[A-Za-z_][\w.+-]*@/;

/** A value that systemd does not accept: it ignores the line, or refuses the unit. */
export const invalidValue: Rule = {
  code,
  title: 'Invalid value',
  severity: 'warning',
  check: (subject: Subject) =>
    [...subject.analysis.units, ...(subject.analysis.possible?.()?.units ?? [])].flatMap((unit) =>
      entriesOf(unit).flatMap((entry) => checkEntry(subject, unit, entry)),
    ),
};

function checkEntry(subject: Subject, unit: Unit, entry: Entry): readonly Finding[] {
  if (unit.world === 'unit-file' && PLACEHOLDER.test(entry.value)) return [];
  const origin = entry.values[0] ?? entry.keys[0];
  const known = directive(entry.section, entry.key, subject.systemd) ?? directive(entry.section, entry.key);
  if (origin === undefined || known === undefined || entry.holes.length > 0) return [];
  const ofSystemd = checkValue(known, withHashes(entry.value), subject.systemd);
  const words = wordsOfNixos(unit, entry);
  const refused = words !== undefined && !words.includes(entry.value);
  if (ofSystemd.ok) return refused ? [refusal(unit, entry, origin, words)] : [];
  const inBoth = refused ? words.filter((word) => ofSystemd.allowed.includes(word)) : [];
  const verdict = inBoth.length > 0 ? notOneOf(sliceOf(entry.value), inBoth) : ofSystemd;
  return [
    {
      code,
      severity: refused ? 'error' : invalidValue.severity,
      message: `${entry.key}=: ${verdict.message}`,
      origin: literalSpan(subject, origin, entry.value, verdict.start, verdict.end) ?? origin,
      unit: unit.name,
      fixes: fixes(subject, entry, origin, verdict),
    },
  ];
}

/** The words that NixOS itself takes for a directive: it evaluates with no other. */
function wordsOfNixos({ world, type }: Unit, { key }: Entry): readonly string[] | undefined {
  if (world !== 'nixos' && world !== 'modular') return undefined;
  return unitOptions.find(({ name }) => name === `${type}Config`)?.check?.[key];
}

/** What systemd takes and NixOS does not. */
function refusal(unit: Unit, { key, value }: Entry, origin: Origin, words: readonly string[]): Finding {
  const message = `${key}=: NixOS refuses '${value}'; use ${words.join(', ')}`;
  return { code, severity: 'error', message, origin, unit: unit.name, fixes: [] };
}

/** The value with a letter where the hash of a store path is not known, so that each part keeps its place. */
function withHashes(value: string): string {
  return value.replaceAll('/nix/store/…-', '/nix/store/x-');
}

/** Words instead of the wrong part of a literal. */
function fixes(subject: Subject, { value }: Entry, origin: Origin, fault: Fault): readonly Fix[] {
  if (!isLiteral(subject, origin, value)) return [];
  return fault.allowed.slice(0, MAX_FIXES).map((word, index) => ({
    title: `Change to ${word}`,
    edits: [{ origin, newText: quoteString(value.slice(0, fault.start) + word + value.slice(fault.end)) }],
    preferred: index === 0,
  }));
}
