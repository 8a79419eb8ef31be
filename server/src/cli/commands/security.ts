import { type LinesOf, linesOfFiles } from '../../base/lines';
import { session } from '../../features/session';
import type { Assessment, AssessmentRow } from '../../systemd/security/model';
import { exposureOf, exposureText } from '../../units/exposure';
import type { Unit } from '../../units/model';
import { type Command, choice, type Io, UsageError } from '../command';
import { isNamed } from '../is-named';
import { knownHost } from '../known-host';
import { locate } from '../locate';
import type { Located } from '../output/located';
import { sarif } from '../output/sarif';
import { loadNodeParser } from '../parser';
import { sessionOptions } from '../session-options';
import { readSource } from '../source';
import { version } from '../version';
import { walk } from '../walk';

const EXPOSURE = { code: 'exposure', title: 'Exposure of a service', severity: 'info' } as const;
const FORMATS = ['pretty', 'json', 'sarif'] as const;

/** A unit with its assessment. */
interface Assessed {
  readonly unit: Unit;
  readonly assessment: Assessment;
}

/** Tells how exposed services are, as `systemd-analyze security --offline=true` does. */
export const securityCommand: Command = {
  usage:
    'security PATH… [--unit NAME] [--systemd VERSION] [--context HOST] [--threshold SCORE] [--format pretty|json|sarif] [--json]',
  summary: 'Assess how exposed services are.',
  options: {
    unit: { type: 'string', value: 'NAME', help: 'This unit alone, with all that counts' },
    systemd: { type: 'string', value: 'VERSION', help: 'Such as 257, rather than that of the pinned release' },
    context: { type: 'string', value: 'HOST', help: 'As this host of the flake above the file has it' },
    threshold: {
      type: 'string',
      value: 'SCORE',
      help: 'From 0 to 10; a service that is more exposed makes the exit status 1',
    },
    format: { type: 'string', value: 'FORMAT', help: 'pretty for people (the default), json or sarif' },
    json: { type: 'boolean', help: 'The same as --format json' },
  },
  run: async (args, io) => {
    if (args.positionals.length === 0) throw new UsageError('security needs a file or a folder.');
    const format = args.flag('json') ? 'json' : choice('format', args.value('format'), FORMATS, 'pretty');
    const threshold = score(args.value('threshold'));
    const name = args.value('unit');
    const parser = await loadNodeParser();
    const opened = session(
      sessionOptions(io, parser, { systemd: args.value('systemd'), context: args.value('context') }),
    );
    const files = walk(io.host.files, io.cwd, args.positionals);
    const found = files.flatMap((file) => {
      const snapshot = opened.snapshot(readSource(io, parser, file));
      const units = knownHost(snapshot.analysis()).units.filter((unit) => name === undefined || isNamed(unit, name));
      return units.flatMap((unit): readonly Assessed[] => {
        const assessment = exposureOf(unit, snapshot.systemd);
        return assessment === undefined ? [] : [{ unit, assessment }];
      });
    });
    if (name !== undefined && found.length === 0) throw new UsageError(`no unit '${name}' is declared there.`);
    const worstFirst = unique(found).toSorted((a, b) => b.assessment.overall - a.assessment.overall);
    const shown = { threshold, whole: name !== undefined || found.length === 1 };
    io.out(print(io, format, worstFirst, shown));
    return threshold !== undefined && found.some(({ assessment }) => assessment.overall > threshold) ? 1 : 0;
  },
};

/** A unit that several files import is listed once, unless they give it different figures. */
function unique(all: readonly Assessed[]): readonly Assessed[] {
  const key = ({ unit, assessment: { overall, best } }: Assessed): string =>
    JSON.stringify([unit.name, unit.scope, unit.declarations, overall, best]);
  return [...new Map(all.map((assessed) => [key(assessed), assessed])).values()];
}

function score(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() === '' || !(value >= 0 && value <= 10)) {
    throw new UsageError(`--threshold takes a figure from 0 to 10, not '${given}'.`);
  }
  return value;
}

interface Shown {
  readonly threshold: number | undefined;
  /** Every row of each unit rather than a line for each unit. */
  readonly whole: boolean;
}

function print(
  io: Io,
  format: (typeof FORMATS)[number],
  found: readonly Assessed[],
  { threshold, whole }: Shown,
): string {
  const linesOf = linesOfFiles(io.host.files);
  switch (format) {
    case 'json':
      return `${JSON.stringify(found.map(row), undefined, 2)}\n`;
    case 'sarif':
      return sarif(
        found.flatMap((assessed) => exposureResult(io, linesOf, assessed, threshold)),
        [EXPOSURE],
        version,
      );
    case 'pretty':
      return whole ? found.map(table).join('\n') : overview(io, linesOf, found);
  }
}

/** A result of SARIF at the place where a unit is declared: a warning for one over the threshold. */
function exposureResult(
  io: Io,
  linesOf: LinesOf,
  assessed: Assessed,
  threshold = Number.POSITIVE_INFINITY,
): readonly Located[] {
  const place = declared(io, linesOf, assessed);
  if (place === undefined || assessed.assessment.overall <= threshold) return place === undefined ? [] : [place];
  return [{ ...place, finding: { ...place.finding, severity: 'warning' } }];
}

/** Where a unit is declared, with its exposure as the message. */
function declared(io: Io, linesOf: LinesOf, { unit, assessment }: Assessed): Located | undefined {
  const [origin] = unit.declarations;
  const message = `${unit.name}: exposure ${exposureText(assessment)}.`;
  return origin && locate(io, { ...EXPOSURE, message, origin, unit: unit.name, fixes: [] }, linesOf);
}

/** A line for each unit: figure, name and place. */
function overview(io: Io, linesOf: LinesOf, found: readonly Assessed[]): string {
  const rows = found.map((assessed) => {
    const place = declared(io, linesOf, assessed);
    const at = place === undefined ? '' : `${place.file}:${place.range.start.line + 1}`;
    return [exposureText(assessed.assessment), assessed.unit.name, at] as const;
  });
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([figure, name, at]) => `${figure.padEnd(widths[0] ?? 0)}  ${name.padEnd(widths[1] ?? 0)}  ${at}`.trimEnd())
    .map((text) => `${text}\n`)
    .join('');
}

function row({ unit, assessment }: Assessed): object {
  const { overall, best, band, rows } = assessment;
  return {
    name: unit.name,
    overall,
    ...(best === overall ? {} : { best }),
    band,
    rows: rows.map(({ id, field, set, exposure }) => ({ id, field, set, exposure })),
  };
}

function line(name: string, assessment: Assessment): string {
  return `${name.padEnd(40)} ${exposureText(assessment)}\n`;
}

const SIGN: Readonly<Record<AssessmentRow['state'], string>> = {
  good: '✓',
  bad: '✗',
  'not-applicable': ' ',
  unknown: '?',
};

/** What weighs most first. */
function table({ unit, assessment }: Assessed): string {
  const rows = assessment.rows
    .filter(({ state }) => state !== 'not-applicable')
    .toSorted((a, b) => (b.exposure ?? 0) - (a.exposure ?? 0))
    .map(({ state, id, exposure, description }) => {
      const figure = exposure === null ? '' : exposure.toFixed(1);
      return `${SIGN[state]} ${id.padEnd(52)} ${figure.padStart(4)}  ${description}\n`;
    });
  return `${rows.join('')}\n${line(unit.name, assessment)}`;
}
