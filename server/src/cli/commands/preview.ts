import { type LinesOf, linesOfFiles } from '../../base/lines';
import { filePath } from '../../base/uri';
import { PACKAGED } from '../../features/preview';
import { session } from '../../features/session';
import type { Analysis, Problem } from '../../units/analysis';
import { exposureOf, exposureText } from '../../units/exposure';
import { isCalled } from '../../units/generated-file';
import type { Unit } from '../../units/model';
import { unitText } from '../../units/text';
import { type Arguments, type Command, UsageError } from '../command';
import { isNamed } from '../is-named';
import { knownHost } from '../known-host';
import { fileBlock, fileRow } from '../output/generated-files';
import { GREY, paint } from '../output/pretty';
import { loadNodeParser } from '../parser';
import { placeOf } from '../place';
import { sessionOptions } from '../session-options';
import { readSource } from '../source';

const RED = 31;

/** Prints the unit files that a configuration would generate. */
export const previewCommand: Command = {
  usage: 'preview FILE… [--unit NAME] [--context HOST] [--set PATH=VALUE]… [--no-assume] [--scripts] [--json]',
  summary: 'Print the unit files that a configuration generates.',
  options: {
    unit: { type: 'string', value: 'NAME', help: 'This unit, or file beside the units, alone' },
    context: { type: 'string', value: 'HOST', help: 'As this host of the flake above the file has it' },
    set: {
      type: 'string',
      multiple: true,
      value: 'PATH=VALUE',
      help: 'An option, such as services.db.port=5432; repeatable',
    },
    'no-assume': { type: 'boolean', help: 'Do not take the enable options of modules to be true' },
    scripts: { type: 'boolean', help: 'Print generated scripts too' },
    json: { type: 'boolean', help: 'As JSON, with the place in the source of each line' },
  },
  run: async (args, io) => {
    if (args.positionals.length === 0) throw new UsageError('preview needs a file.');
    const parser = await loadNodeParser();
    const options = sessionOptions(io, parser, {
      assumeEnabled: !args.flag('no-assume'),
      overrides: overrides(args.values('set')),
      context: args.value('context'),
    });
    const opened = session(options);
    const shown = args.positionals.map((name): Shown => {
      const { settled, systemd } = opened.snapshot(readSource(io, parser, name));
      const known = knownHost(settled());
      const { units, generated } = chosen(known, args.value('unit'));
      return { ...known, units, generated, systemd };
    });
    requireUnit(shown, args.value('unit'));
    const linesOf = linesOfFiles(io.host.files);
    io.out(args.flag('json') ? asJson(linesOf, shown) : asText(shown, args, io.colour));
    const problems = shown.flatMap((analysis) => analysis.problems);
    if (!args.flag('json')) io.err(problems.map((problem) => problemLine(linesOf, problem, io.colour)).join(''));
    io.err(shown.flatMap(({ omitted = [] }) => omitted.map(omittedLine)).join(''));
    return problems.length > 0 ? 1 : 0;
  },
};

/** What a file tells, and the systemd version to assess it for. */
interface Shown extends Analysis {
  readonly systemd: number;
}

function omittedLine(name: string): string {
  return `not computed for lack of time: ${name}. Ask for it alone with --context.\n`;
}

function overrides(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1) throw new UsageError(`--set takes PATH=VALUE, not '${text}'.`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** The units and files that a name asks for; all without one. */
function chosen({ units, generated }: Analysis, name: string | undefined): Pick<Analysis, 'units' | 'generated'> {
  if (name === undefined) return { units, generated };
  return {
    units: units.filter((unit) => isNamed(unit, name)),
    generated: generated.filter((file) => isCalled(file, name)),
  };
}

function requireUnit(analyses: readonly Analysis[], name: string | undefined): void {
  if (name !== undefined && analyses.every(({ units, generated }) => units.length + generated.length === 0)) {
    throw new UsageError(`no unit '${name}' is declared there.`);
  }
}

function asText(files: readonly Shown[], args: Arguments, colour: boolean): string {
  const shown = files.flatMap(({ units, systemd }) => units.map((unit) => ({ unit, systemd })));
  const generated = files.flatMap((file) => file.generated.map((each) => fileBlock(each, colour)));
  if (shown.length + generated.length === 0) return paint('# No unit is declared here.\n', GREY, colour);
  const units = shown.map(({ unit, systemd }) => {
    const rows = [
      unit.name,
      ...(unit.context === undefined ? [] : [`in ${unit.context}`]),
      ...(unit.maybeDropIn === true ? [PACKAGED] : []),
      ...exposureRow(unit, systemd),
      ...unit.assumptions.map((text) => `assumed: ${text}`),
      ...unit.unknowns.map((why) => `not known here: ${why}`),
    ];
    const header = rows.map((row) => `# ${row}\n`).join('');
    const scripts = args.flag('scripts') ? unit.scripts.map(({ name, text }) => `\n# script ${name}\n${text}`) : [];
    return `${paint(header, GREY, colour)}${unitText(unit).text}${scripts.join('')}`;
  });
  return [...units, ...generated].join('\n');
}

function exposureRow(unit: Unit, systemd: number): readonly string[] {
  const assessment = exposureOf(unit, systemd);
  return assessment === undefined ? [] : [`exposure: ${exposureText(assessment)}`];
}

function asJson(linesOf: LinesOf, analyses: readonly Analysis[]): string {
  const files = analyses.flatMap(({ generated }) => generated.map((file) => fileRow(linesOf, file)));
  const result = {
    units: analyses.flatMap(({ units }) => units.map((unit) => unitRow(linesOf, unit))),
    ...(files.length === 0 ? {} : { files }),
    errors: analyses.flatMap(({ problems }) =>
      problems.map((problem) => ({ message: problem.message, ...placeOf(linesOf, problem.origin) })),
    ),
  };
  return `${JSON.stringify(result, undefined, 2)}\n`;
}

function unitRow(linesOf: LinesOf, unit: Unit): object {
  const { text, lines: entries } = unitText(unit);
  const lines = entries.flatMap((entry, line) => {
    const origin = entry?.values[0] ?? entry?.keys[0];
    return origin === undefined ? [] : [{ line, ...placeOf(linesOf, origin) }];
  });
  return {
    name: unit.name,
    scope: unit.scope,
    kind: unit.world,
    ...(unit.context === undefined ? {} : { context: unit.context }),
    text,
    lines,
    assumptions: unit.assumptions,
    unknowns: unit.unknowns,
    scripts: unit.scripts.map(({ name, text: script }) => ({ name, text: script })),
  };
}

function problemLine(linesOf: LinesOf, { message, origin }: Problem, colour: boolean): string {
  const { uri, range } = placeOf(linesOf, origin);
  const where =
    uri === undefined || range === undefined
      ? ''
      : `${filePath(uri) ?? uri}:${range.start.line + 1}:${range.start.character + 1}: `;
  return `${where}${paint('error', RED, colour)}: ${message}\n`;
}
