import type { LinesOf } from '../../base/lines';
import type { Assessment, AssessmentRow } from '../../systemd/security/model';
import { exposureOf, exposureText } from '../../units/exposure';
import type { Unit } from '../../units/model';
import { entriesOf } from '../entry';
import { located, type PreviewLine } from '../preview';
import type { Snapshot } from '../snapshot';
import { choose, spared, withSettings } from './choose';
import { type Measure, reasonOf } from './measures';
import { type Offer, setOffers } from './offers';
import { type Target, targetOf } from './targets';

/**
 * Assessments of units as a document, with the places in the source that its rows hang on. The text is Markdown, laid out to be read as
 * it is: an editor would break the lines of its tables if it were told so.
 */
export interface AssessmentView {
  readonly text: string;
  readonly language: 'plaintext';
  readonly lines: readonly PreviewLine[];
}

interface Block {
  readonly lines: readonly string[];
  /** The row of the assessment that a line tells of, by the line's place in the block. */
  readonly rows: ReadonlyMap<number, AssessmentRow>;
}

interface Assessed {
  readonly unit: Unit;
  readonly assessment: Assessment;
}

/**
 * The assessment of one unit of a document, or of all, the most exposed first: the figures before and after the sets, and every row,
 * what weighs most first.
 */
export function assessmentView(snapshot: Snapshot, name: string | undefined, linesOf: LinesOf): AssessmentView {
  const assessed = snapshot
    .analysis()
    .units.filter((unit) => name === undefined || unit.name === name)
    .flatMap((unit): readonly Assessed[] => {
      const assessment = exposureOf(unit, snapshot.systemd);
      return assessment === undefined ? [] : [{ unit, assessment }];
    })
    .toSorted((a, b) => b.assessment.overall - a.assessment.overall);
  const lines: PreviewLine[] = [];
  const text: string[] = assessed.length > 1 ? [...overview(assessed), ''] : [];
  for (const one of assessed) {
    for (const block of blocksOf(snapshot, one)) {
      for (const [at, row] of block.rows) lines.push(...sources(one.unit, row, text.length + at, linesOf));
      text.push(...block.lines, '');
    }
  }
  if (assessed.length === 0) text.push(`This file does not declare ${name ?? 'a unit that runs a program'} now.`, '');
  return { text: text.join('\n'), language: 'plaintext', lines };
}

function overview(assessed: readonly Assessed[]): readonly string[] {
  const rows = assessed.map(({ unit, assessment }) => [exposureText(assessment), unit.name]);
  return ['# Exposure', '', ...table(['Exposure', 'Unit'], rows)];
}

function blocksOf(snapshot: Snapshot, { unit, assessment }: Assessed): readonly Block[] {
  const target = targetOf(snapshot, unit);
  const offers = target === undefined ? [] : setOffers(snapshot, target);
  return [
    words(heading(unit, assessment)),
    ...(offers.length === 0 ? [] : [words(setTable(offers))]),
    openRows(assessment, target),
    ...leftOut(target),
    settledRows(assessment),
  ];
}

function words(lines: readonly string[]): Block {
  return { lines, rows: new Map() };
}

function heading({ name, unknowns }: Unit, assessment: Assessment): readonly string[] {
  const range = assessment.best === assessment.overall ? [] : ['', 'Values that are not known here make the range:'];
  return [
    `# Exposure of ${name}: ${exposureText(assessment)}`,
    '',
    `As \`systemd-analyze security\` of systemd ${assessment.version} counts it: 0.0 is best, 10.0 is worst.`,
    ...range,
    ...(range.length === 0 ? [] : unknowns.map((why) => `- ${why}`)),
  ];
}

function setTable(offers: readonly Offer[]): readonly string[] {
  const rows = offers.map(({ title, before, after }) => [
    title.replace(/ \([^()]*\)$/, ''),
    figure(before),
    figure(after),
  ]);
  return ['## What the sets lead to', '', ...table(['Action', 'Now', 'Then'], rows)];
}

/** The rows that add to the exposure, each with the set that mends it. */
function openRows({ rows }: Assessment, target: Target | undefined): Block {
  const open = rows
    .filter(({ state, exposure }) => state === 'unknown' || (state === 'bad' && exposure !== null))
    .toSorted((a, b) => (b.exposure ?? 0) - (a.exposure ?? 0));
  const mendedBy = target === undefined ? () => '' : mender(target);
  const cells = open.map((row) => [
    row.exposure === null ? '?' : figure(row.exposure),
    mendedBy(row),
    row.id,
    row.example === undefined ? '' : `\`${row.example}\``,
    row.description,
  ]);
  return titled('## What adds to it', table(['Exposure', 'Set', 'Row', 'To write', 'Protects from'], cells), open);
}

/** Tells which set makes a row good: `safe`, `strict` or none. */
function mender(target: Target): (row: AssessmentRow) => string {
  const good = (allowed: (measure: Measure) => boolean): ReadonlySet<string> => {
    const settings = choose(target, allowed);
    const rows = target.units.flatMap((unit) => exposureOf(withSettings(unit, settings), target.systemd)?.rows ?? []);
    const bad = new Set(rows.filter(({ state }) => state !== 'good').map(({ id }) => id));
    return new Set(rows.map(({ id }) => id).filter((id) => !bad.has(id)));
  };
  const safe = good(({ tier }) => tier === 'safe');
  const strict = good(() => true);
  return ({ id }) => (safe.has(id) ? 'safe' : strict.has(id) ? 'strict' : '');
}

/** Measures that the service would not bear. */
function leftOut(target: Target | undefined): readonly Block[] {
  const rows = target === undefined ? [] : spared(target).map(({ key, need, by }) => [`${key}=`, reasonOf(need), by]);
  return rows.length === 0
    ? []
    : [words(['## What the sets leave out', '', ...table(['Directive', 'Since', 'Seen in'], rows)])];
}

function settledRows({ rows }: Assessment): Block {
  const good = rows.filter(({ state, exposure }) => state === 'good' || (state === 'bad' && exposure === null));
  const none = rows.filter(({ state }) => state === 'not-applicable');
  const settled = [...good, ...none];
  const cells = settled.map(({ id, state, description }) => [
    state === 'not-applicable' ? 'does not apply' : 'good',
    id,
    description,
  ]);
  return titled('## What is settled', table(['State', 'Row', 'Protects from'], cells), settled);
}

const TABLE_HEAD = 4;

function titled(title: string, lines: readonly string[], rows: readonly AssessmentRow[]): Block {
  return { lines: [title, '', ...lines], rows: new Map(rows.map((row, at) => [at + TABLE_HEAD, row])) };
}

/** A table of Markdown that can be read as it is too. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const last = head.length - 1;
  const print = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === last ? cell : cell.padEnd(widths[column] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, column) => '-'.repeat(column === last ? (head[last]?.length ?? 0) : width));
  const [first = [], ...others] = cells;
  return [print(first), print(rule), ...others.map(print)];
}

function figure(value: number): string {
  return value.toFixed(1);
}

/** Where the directives that decide a row were written. */
function sources(unit: Unit, { reads }: AssessmentRow, line: number, linesOf: LinesOf): readonly PreviewLine[] {
  return entriesOf(unit)
    .filter(({ key }) => reads.includes(key))
    .flatMap(({ keys, values }) => [...values, ...keys])
    .flatMap((origin) => located(origin, line, linesOf));
}
