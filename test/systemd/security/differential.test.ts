import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assess } from '../../../server/src/systemd/security/assess';
import type { AssessableUnit, Assignment } from '../../../server/src/systemd/security/model';
import { type Tool, tool } from '../../support/tools';
import { fileOf, type GeneratedUnit, generatedUnit } from './units';

/** The cells of one unit: rows by field, and the last line of the text. */
interface Cells {
  readonly overall: string;
  readonly band: string;
  readonly rows: Readonly<Record<string, readonly [id: string, set: boolean | null, exposure: string | null]>>;
}

const count = Number(process.env.SECURITY_UNITS ?? (process.env.CI ? 2000 : 150));
const unitsPerProcess = 50;
const units = fc.sample(generatedUnit, { numRuns: count, seed: 20_260_101 });

let folder = '';
let files: readonly string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assessed-'));
  files = units.map((unit, number) => {
    const { name, text } = fileOf(unit, number);
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assessable({ type, lines }: GeneratedUnit, scope: 'system' | 'user'): AssessableUnit {
  const sections = new Map<string, Assignment[]>();
  for (const { section, key, value } of lines) {
    sections.set(section, [...(sections.get(section) ?? []), { key, value }]);
  }
  return { type, scope, sections };
}

function ours(unit: GeneratedUnit, scope: 'system' | 'user', version: number): Cells | undefined {
  const assessment = assess(assessable(unit, scope), version);
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

interface RealRow {
  readonly set: boolean | null;
  readonly name: string;
  readonly json_field: string;
  readonly exposure: string | null;
}

/** What systemd says of the files: a line of JSON for each, and a last line of text for each. */
function real(program: Tool, scope: 'system' | 'user', chosen: readonly string[]): readonly Cells[] {
  const common = [`--${scope}`, 'security', '--offline=true', '--no-pager'];
  // A manager of a user asks for a folder of its own.
  const env = { XDG_RUNTIME_DIR: folder };
  const json = program.run([...common, '--json=short', ...chosen], { env }).stdout;
  const text = program.run([...common, ...chosen], { env }).stdout;
  const lines = json.split('\n').filter((line) => line.startsWith('['));
  // A unit that systemd refuses to load would shift all that follow.
  expect(lines).toHaveLength(chosen.length);
  const overalls = [...text.matchAll(/Overall exposure level for .*: ([0-9.]+) ([A-Z]+)/g)];
  return lines.map((line, at) => {
    const rows: readonly RealRow[] = JSON.parse(line);
    const [, overall = '', band = ''] = overalls[at] ?? [];
    const cells = rows.map((row) => [row.json_field, [row.name, row.set, row.exposure]] as const);
    return { overall, band, rows: Object.fromEntries(cells) };
  });
}

const versions = [
  [252, tool('systemd-analyze')],
  [257, tool('systemd-analyze-257')],
  [262, tool('systemd-analyze-262')],
] as const;

describe.each(versions)('the assessment of systemd %i', (version, program) => {
  const compare = (scope: 'system' | 'user', chosen: readonly string[]): readonly unknown[] =>
    real(program, scope, chosen).flatMap((cells, at) => {
      const unit = units[files.indexOf(chosen[at] ?? '')];
      const found = unit && ours(unit, scope, version);
      return isDeepStrictEqual(found, cells) ? [] : [{ unit, ...differences(found, cells) }];
    });

  test.skipIf(!program.available)(`is the same in every cell of ${count} units`, { timeout: 300_000 }, () => {
    for (let at = 0; at < files.length; at += unitsPerProcess) {
      const chosen = files.slice(at, at + unitsPerProcess);
      expect(compare('system', chosen)).toEqual([]);
    }
  });

  test.skipIf(!program.available)('is the same for units of a user', { timeout: 300_000 }, () => {
    // A specifier would name whoever runs the test, and managers of users refuse dynamic users.
    const usable = files.filter(
      (_, at) => !units[at]?.lines.some(({ key, value }) => key === 'DynamicUser' || value.startsWith('%')),
    );
    const chosen = usable.filter((file) => file.endsWith('.service')).slice(0, Math.ceil(count / 10));
    expect(compare('user', chosen)).toEqual([]);
  });
});

function differences(found: Cells | undefined, expected: Cells): object {
  const fields = Object.keys(expected.rows).filter(
    (field) => !isDeepStrictEqual(found?.rows[field], expected.rows[field]),
  );
  return {
    found: { overall: found?.overall, band: found?.band, rows: fields.map((field) => [field, found?.rows[field]]) },
    expected: {
      overall: expected.overall,
      band: expected.band,
      rows: fields.map((field) => [field, expected.rows[field]]),
    },
  };
}
