import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directive } from '../../server/src/systemd/catalogue';
import { checkValue } from '../../server/src/systemd/values/check';
import { type ToolName, tool } from '../support/tools';
import { generateCases } from './support/cases';
import { exceptions } from './support/exceptions';
import { type ValueCase, verify } from './support/verify';

const count = Number(process.env.SYSTEMD_VALUE_CASES ?? (process.env.CI ? 6000 : 1500));
const seed = Number(process.env.SYSTEMD_VALUE_SEED ?? 5);
const oracles: readonly { readonly version: number; readonly name: ToolName }[] = [
  { version: 252, name: 'systemd-analyze' },
  { version: 257, name: 'systemd-analyze-257' },
  { version: 262, name: 'systemd-analyze-262' },
];

function ourVerdict({ section, name, value }: ValueCase, version: number): string | undefined {
  const entry = directive(section, name, version);
  if (entry === undefined) return 'unknown';
  const verdict = checkValue(entry, value, version);
  return verdict.ok || verdict.silent ? undefined : verdict.message;
}

const recordedCount = 900;

interface Recorded extends ValueCase {
  readonly accepted: boolean;
}

function fixture(version: number): string {
  return join(import.meta.dirname, `../fixtures/systemd/verdicts-${version}.json`);
}

function excused(item: ValueCase, version: number): boolean {
  return exceptions.some((exception) => exception.applies(item, version));
}

/** A line for each case on which we and systemd differ, the exceptions aside. */
function disagreements(
  cases: readonly ValueCase[],
  accepted: (index: number) => boolean,
  version: number,
): readonly string[] {
  return cases.flatMap((item, i) => {
    const ours = ourVerdict(item, version);
    if ((ours === undefined) === accepted(i) || excused(item, version)) return [];
    return [
      `[${item.section}] ${item.name}=${item.value}: systemd ${accepted(i) ? 'accepts' : 'refuses'} it; we say ${ours ?? 'right'}`,
    ];
  });
}

describe.each(oracles)('systemd $version', ({ version, name }) => {
  const analyze = tool(name);

  test.skipIf(!analyze.available)('accepts and refuses the same values', { timeout: 300_000 }, () => {
    const cases = generateCases(version, count, seed);
    const theirs = verify(analyze, cases);
    if (process.env.SYSTEMD_RECORD) {
      const lines = cases
        .slice(0, recordedCount)
        .map((item, i) => JSON.stringify({ ...item, accepted: theirs[i] === undefined }));
      writeFileSync(fixture(version), `[\n${lines.join(',\n')}\n]\n`);
    }
    expect(disagreements(cases, (i) => theirs[i] === undefined, version)).toEqual([]);
  });

  test('agrees with the recorded verdicts', () => {
    const cases: readonly Recorded[] = JSON.parse(readFileSync(fixture(version), 'utf8'));
    expect(cases.length).toBe(recordedCount);
    expect(disagreements(cases, (i) => cases[i]?.accepted === true, version)).toEqual([]);
  });
});

test('the exceptions are few, and each says why', () => {
  expect(exceptions.length).toBeLessThanOrEqual(20);
  for (const { name, why } of exceptions) expect(`${name}: ${why}`).toMatch(/^.{3,}: .{20,}$/);
});
