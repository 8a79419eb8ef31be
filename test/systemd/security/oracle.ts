import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { assess } from '../../../server/src/systemd/security/assess';
import type { AssessableUnit } from '../../../server/src/systemd/security/model';
import { type Tool, tool } from '../../support/tools';

/** The cells of one unit: rows by field, and the last line of the text. */
interface Cells {
  readonly overall: string;
  readonly band: string;
  readonly rows: Readonly<Record<string, readonly [id: string, set: boolean | null, exposure: string | null]>>;
}

interface RealRow {
  readonly set: boolean | null;
  readonly name: string;
  readonly json_field: string;
  readonly exposure: string | null;
}

/** A unit file and the same unit as the assessment takes it. */
export interface Sample {
  readonly file: string;
  readonly unit: AssessableUnit;
}

interface Oracle {
  readonly version: number;
  readonly program: Tool;
  readonly usable: boolean;
}

/** The machine's systemd is an oracle only where it is the version whose rules are known; in CI it has to be. */
function oracle(version: number, program: Tool): Oracle {
  const said = program.available ? program.run(['--version']).stdout : '';
  const usable = said.startsWith(`systemd ${version} `);
  if (program.available && !usable) {
    const message = `systemd ${version} is wanted, and this is ${said.split('\n')[0]}`;
    if (process.env.CI) throw new Error(message);
    console.warn(`skipped: ${message}`);
  }
  return { version, program, usable };
}

export const oracles: readonly Oracle[] = [
  oracle(252, tool('systemd-analyze')),
  oracle(257, tool('systemd-analyze-257')),
  oracle(262, tool('systemd-analyze-262')),
];

const samplesPerProcess = 50;

/** Every cell of the samples in which the assessment and systemd differ. */
export function disagreements(
  { program, version }: Oracle,
  samples: readonly Sample[],
  folder: string,
): readonly object[] {
  const found: object[] = [];
  for (let at = 0; at < samples.length; at += samplesPerProcess) {
    const chosen = samples.slice(at, at + samplesPerProcess);
    const expected = real(program, chosen, folder);
    for (const [index, { file, unit }] of chosen.entries()) {
      const cells = expected[index];
      const own = assessed(unit, version);
      if (!isDeepStrictEqual(own, cells)) found.push({ file, unit, ...differences(own, cells) });
    }
  }
  return found;
}

function assessed(unit: AssessableUnit, version: number): Cells | undefined {
  const assessment = assess(unit, version);
  return (
    assessment && {
      overall: assessment.overall.toFixed(1),
      band: assessment.band,
      rows: Object.fromEntries(
        assessment.rows.map(({ id, field, set, exposure }) => [field, [id, set, exposure?.toFixed(1) ?? null]]),
      ),
    }
  );
}

/** What systemd says of the files, all of one scope: a line of JSON for each, and a last line of text for each. */
function real(program: Tool, samples: readonly Sample[], folder: string): readonly Cells[] {
  const common = [`--${samples[0]?.unit.scope}`, 'security', '--offline=true', '--no-pager'];
  const files = samples.map(({ file }) => file);
  // A manager of a user asks for a folder of its own.
  const env = { XDG_RUNTIME_DIR: folder };
  const json = program.run([...common, '--json=short', ...files], { env }).stdout;
  const text = program.run([...common, ...files], { env }).stdout;
  const lines = json.split('\n').filter((line) => line.startsWith('['));
  // A unit that systemd refuses to load would shift all that follow.
  expect(lines).toHaveLength(files.length);
  const overalls = [...text.matchAll(/Overall exposure level for .*: ([0-9.]+) ([A-Z]+)/g)];
  return lines.map((line, at) => {
    const rows: readonly RealRow[] = JSON.parse(line);
    const [, overall = '', band = ''] = overalls[at] ?? [];
    const cells = rows.map((row) => [row.json_field, [row.name, row.set, row.exposure]] as const);
    return { overall, band, rows: Object.fromEntries(cells) };
  });
}

function differences(found: Cells | undefined, expected: Cells | undefined): object {
  const fields = Object.keys(expected?.rows ?? {}).filter(
    (field) => !isDeepStrictEqual(found?.rows[field], expected?.rows[field]),
  );
  const pick = (cells: Cells | undefined) => ({
    overall: cells?.overall,
    band: cells?.band,
    rows: fields.map((field) => [field, cells?.rows[field]]),
  });
  return { found: pick(found), expected: pick(expected) };
}
