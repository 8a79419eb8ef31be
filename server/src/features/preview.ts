import type { LinesOf } from '../base/lines';
import { type Origin, type Range, rangeOf } from '../base/span';
import { fileText, type GeneratedFile, isCalled } from '../units/generated-file';
import type { Unit, World } from '../units/model';
import { unitText } from '../units/text';
import { type ScriptLink, scriptLinks } from './scripts/links';
import { type UnitScript, unitScripts } from './scripts/list';
import type { Snapshot } from './snapshot';

/** Where a line of the preview was written. */
export interface PreviewLine {
  readonly line: number;
  readonly uri: string;
  readonly range: Range;
}

/** The units of a document as they would be written, each under a header of comments. */
export interface Preview {
  readonly text: string;
  readonly language: 'systemd-unit';
  readonly lines: readonly PreviewLine[];
  /** Where generated files are named. */
  readonly links: readonly ScriptLink[];
}

const WORLD: Readonly<Record<World, string>> = {
  nixos: 'NixOS',
  'home-manager': 'home-manager',
  modular: 'a modular service',
  portable: 'a portable service',
  'unit-file': 'a unit file',
};

/** The preview of one unit of a document, or of all. */
export function preview(snapshot: Snapshot, name: string | undefined, linesOf: LinesOf): Preview {
  const { units, generated, problems, omitted = [] } = snapshot.settled();
  const shown = units.filter((unit) => name === undefined || unit.name === name);
  const files = generated.filter((file) => name === undefined || isCalled(file, name));
  const left = name === undefined ? omitted : [];
  const troubles = [
    ...problems.map(({ message }) => `# error: ${firstLine(message)}\n`),
    ...left.map(notComputed),
  ].join('');
  const empty: Preview = { text: troubles, language: 'systemd-unit', lines: [], links: [] };
  if (shown.length + files.length === 0) return { ...empty, text: `${troubles}${nothing(name)}` };
  const scripts = unitScripts(snapshot.analysis(), name);
  const named = (unit: Unit): readonly UnitScript[] => scripts.filter((each) => each.unit === unit.name);
  const ofUnits = shown.reduce<Preview>((before, unit) => append(before, unit, named(unit), linesOf), empty);
  return files.reduce<Preview>((before, file) => appendFile(before, file, linesOf), ofUnits);
}

/** Said of a configuration of the file that there was no time for. */
function notComputed(configuration: string): string {
  return `# not computed for lack of time: ${configuration}. Select it as the host to see it.\n`;
}

function nothing(name: string | undefined): string {
  return name === undefined ? '# This file declares no unit.\n' : `# This file does not declare ${name} now.\n`;
}

function append(before: Preview, unit: Unit, scripts: readonly UnitScript[], linesOf: LinesOf): Preview {
  const lead = `${before.text === '' ? '' : `${before.text}\n`}${header(unit)}\n`;
  const offset = lead.split('\n').length - 1;
  const { text, lines: entries } = unitText(unit);
  const lines = entries.flatMap((entry, line) =>
    [...(entry?.values ?? []), ...(entry?.keys ?? [])].flatMap((origin) => located(origin, line + offset, linesOf)),
  );
  const links = scriptLinks(text, scripts).map((link) => ({ ...link, line: link.line + offset }));
  return { ...before, text: lead + text, lines: [...before.lines, ...lines], links: [...before.links, ...links] };
}

function appendFile(before: Preview, file: GeneratedFile, linesOf: LinesOf): Preview {
  const { path, world, context, assumptions, unknowns } = file;
  const rows = [
    `${path}: file of ${WORLD[world]}${context === undefined ? '' : ` in ${context}`}`,
    ...hungOn(assumptions, unknowns),
  ];
  const lead = `${before.text === '' ? '' : `${before.text}\n`}${comments(rows)}\n`;
  const offset = lead.split('\n').length - 1;
  const text = fileText(file);
  const lines = file.lines.flatMap(({ pieces }, line) =>
    pieces
      .flatMap(({ keys, values }) => [...values, ...keys])
      .flatMap((origin) => located(origin, line + offset, linesOf)),
  );
  return { ...before, text: `${lead}${text}${text.endsWith('\n') ? '' : '\n'}`, lines: [...before.lines, ...lines] };
}

/** A line of a preview with the place that it was written in; none where the lines of that are not at hand. */
export function located(origin: Origin, line: number, linesOf: LinesOf): readonly PreviewLine[] {
  const map = linesOf(origin.uri);
  return map === undefined ? [] : [{ line, uri: origin.uri, range: rangeOf(map, origin) }];
}

/** Said of units that only change others. */
export const PACKAGED = 'written as a drop-in where a package of systemd.packages has this unit';

function header({
  name,
  world,
  scope,
  context,
  enabled,
  dropIn,
  maybeDropIn = false,
  links,
  assumptions,
  unknowns,
}: Unit): string {
  const rows = [
    `${name}: ${scope} unit of ${WORLD[world]}${context === undefined ? '' : ` in ${context}`}${dropIn ? ', written as a drop-in' : ''}${enabled ? '' : ', masked'}`,
    ...(maybeDropIn ? [PACKAGED] : []),
    ...linkRows(name, links),
    ...hungOn(assumptions, unknowns),
  ];
  return comments(rows);
}

/** What a text hangs on. */
function hungOn(assumptions: readonly string[], unknowns: readonly string[]): readonly string[] {
  return [
    ...assumptions.map((assumption) => `assumed: ${assumption}`),
    ...unknowns.map((why) => `not known here: ${why}`),
  ];
}

function comments(rows: readonly string[]): string {
  return rows.map((row) => `# ${firstLine(row)}\n`).join('');
}

function linkRows(name: string, { wantedBy, requiredBy, upheldBy, aliases }: Unit['links']): readonly string[] {
  return [
    ...wantedBy.map((target) => `link: ${target}.wants/${name}`),
    ...requiredBy.map((target) => `link: ${target}.requires/${name}`),
    ...upheldBy.map((target) => `link: ${target}.upholds/${name}`),
    ...aliases.map((alias) => `link: ${alias}`),
  ];
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
