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
  { version: 262, name: 'systemd-analyze-262' },
];

function ourVerdict({ section, name, value }: ValueCase, version: number): string | undefined {
  const entry = directive(section, name, version);
  if (entry === undefined) return 'unknown';
  const verdict = checkValue(entry, value, version);
  return verdict.ok || verdict.silent ? undefined : verdict.message;
}

describe.each(oracles)('systemd $version', ({ version, name }) => {
  const analyze = tool(name);
  test.skipIf(!analyze.available)('accepts and refuses the same values', { timeout: 120_000 }, () => {
    const cases = generateCases(version, count, seed);
    const theirs = verify(analyze, cases);
    const disagreements = cases.flatMap((item, i) => {
      const ours = ourVerdict(item, version);
      if ((ours === undefined) === (theirs[i] === undefined)) return [];
      if (exceptions.some((exception) => exception.applies(item, version))) return [];
      return [
        `[${item.section}] ${item.name}=${item.value}\n    systemd: ${theirs[i] ?? 'accepted'}\n    ours: ${ours ?? 'accepted'}`,
      ];
    });
    expect(disagreements.length, disagreements.slice(0, Number(process.env.SYSTEMD_VALUE_SHOW ?? 20)).join('\n')).toBe(
      0,
    );
  });
});
