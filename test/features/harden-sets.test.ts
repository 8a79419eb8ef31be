import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { exposureOf } from '../../server/src/units/exposure';
import type { Unit } from '../../server/src/units/model';
import { expectPromised, HARDENING, HARDENING_FILES, type Hardened, hardenedFiles } from '../support/hardened';
import { tool } from '../support/tools';

/** What snapshots are for that ask for no version. */
const VERSION = 262;

const analyze = tool('systemd-analyze-262');

function isSafe({ offer }: Hardened): boolean {
  return offer.title.startsWith('Harden: safe set');
}

function entryLines(unit: Unit): readonly string[] {
  return unit.sections.flatMap(({ name, lines }) =>
    lines.flatMap((line) => (line ? [`${name}.${line.key}=${line.value}`] : [])),
  );
}

let offered: ReadonlyMap<string, readonly Hardened[]> = new Map();

beforeAll(async () => {
  offered = await hardenedFiles(VERSION);
}, 120_000);

describe.each(HARDENING_FILES)('the safe set in %s', (file) => {
  const safe = (): readonly Hardened[] => (offered.get(file) ?? []).filter(isSafe);

  test('is written where it belongs and in the style of the file', async () => {
    const text = safe()
      .map(({ name, text: whole }) => `### ${name}\n${whole}`)
      .join('\n');
    await expect(text).toMatchFileSnapshot(join(HARDENING, 'safe', `${file}.txt`));
  });

  test('leads to the figure that it promised, and keeps every line that was there', () => {
    for (const { offer, before, after } of safe()) {
      expect(after).toHaveLength(before.length);
      const overall = Math.max(...after.map((unit) => exposureOf(unit, VERSION)?.overall ?? 0));
      expect(offer.title).toContain(`→ ${overall.toFixed(1)})`);
      expect(offer.after).toBe(overall);
      for (const [at, unit] of before.entries()) {
        expect(entryLines(after[at] ?? unit)).toEqual(expect.arrayContaining([...entryLines(unit)]));
      }
    }
  });

  test('offers nothing a second time', () => {
    expect(safe().flatMap(({ again }) => again().map(({ title }) => title))).toEqual([]);
  });
});

test.skipIf(!analyze.available)(
  'all sets are accepted by the newest systemd, which gives them the figure that was promised',
  () => expectPromised([...offered.values()].flat(), analyze, VERSION),
  60_000,
);
