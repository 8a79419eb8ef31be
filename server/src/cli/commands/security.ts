import { session } from '../../features/session';
import type { Assessment, AssessmentRow } from '../../systemd/security/model';
import { exposureOf, exposureText } from '../../units/exposure';
import type { Unit } from '../../units/model';
import { type Command, choice, type Io, UsageError } from '../command';
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
  usage: 'security PATH… [--unit NAME] [--systemd VERSION] [--threshold SCORE] [--format pretty|json|sarif] [--json]',
  summary: 'Assess how exposed services are.',
  options: {
    unit: { type: 'string' },
    systemd: { type: 'string' },
    threshold: { type: 'string' },
    format: { type: 'string' },
    json: { type: 'boolean' },
  },
  evaluates: true,
  run: async (args, io) => {
    if (args.positionals.length === 0) throw new UsageError('security needs a file or a folder.');
    const format = args.flag('json') ? 'json' : choice('format', args.value('format'), FORMATS, 'pretty');
    const threshold = score(args.value('threshold'));
    const name = args.value('unit');
    const parser = await loadNodeParser();
    const opened = session(sessionOptions(io, parser, { systemd: args.value('systemd') }));
    const files = args.positionals.flatMap((given) => (given === '-' ? [given] : walk(io.host.files, io.cwd, [given])));
    const found = files.flatMap((file) => {
      const snapshot = opened.snapshot(readSource(io, parser, file));
      const units = snapshot.analysis().units.filter((unit) => name === undefined || unit.name === name);
      return units.flatMap((unit): readonly Assessed[] => {
        const assessment = exposureOf(unit, snapshot.systemd);
        return assessment === undefined ? [] : [{ unit, assessment }];
      });
    });
    if (name !== undefined && found.length === 0) throw new UsageError(`no unit '${name}' is declared there.`);
    const worstFirst = found.toSorted((a, b) => b.assessment.overall - a.assessment.overall);
    io.out(print(io, format, worstFirst, name !== undefined || found.length === 1));
    return threshold !== undefined && found.some(({ assessment }) => assessment.overall > threshold) ? 1 : 0;
  },
};

function score(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = Number(given);
  if (given.trim() === '' || !(value >= 0 && value <= 10)) {
    throw new UsageError(`--threshold takes a figure from 0 to 10, not '${given}'.`);
  }
  return value;
}

function print(io: Io, format: (typeof FORMATS)[number], found: readonly Assessed[], whole: boolean): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(found.map(row), undefined, 2)}\n`;
    case 'sarif':
      return sarif(
        found.flatMap((assessed) => exposureResult(io, assessed)),
        [EXPOSURE],
        version,
      );
    case 'pretty':
      return whole
        ? found.map(table).join('\n')
        : found.map(({ unit, assessment }) => line(unit.name, assessment)).join('');
  }
}

/** A result of SARIF at the place where a unit is declared. */
function exposureResult(io: Io, { unit, assessment }: Assessed): readonly Located[] {
  const [origin] = unit.declarations;
  const message = `${unit.name}: exposure ${exposureText(assessment)}.`;
  return origin === undefined ? [] : [locate(io, { ...EXPOSURE, message, origin, unit: unit.name, fixes: [] })];
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
