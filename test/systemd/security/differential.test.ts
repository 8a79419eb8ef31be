import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssessableUnit, Assignment } from '../../../server/src/systemd/security/model';
import { fixtureSamples } from './fixtures';
import { disagreements, oracles, type Sample } from './oracle';
import { fileOf, type GeneratedUnit, generatedUnit, unitOfText } from './units';

const count = Number(process.env.SECURITY_UNITS ?? (process.env.CI ? 2000 : 150));
const units = fc.sample(generatedUnit, { numRuns: count, seed: 20_260_101 });

const root = join(import.meta.dirname, '../../..');
const shippedFolders: Readonly<Record<number, string>> = {
  252: '/usr/lib/systemd/system',
  257: join(root, '.tools/trixie/usr/lib/systemd/system'),
  262: join(root, '.tools/sid/usr/lib/systemd/system'),
};

let folder = '';
let generated: readonly Sample[] = [];
let fixtures: readonly Sample[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assessed-'));
  generated = units.map((unit, number) => {
    const { name, text } = fileOf(unit, number);
    const file = join(folder, name);
    writeFileSync(file, text);
    return { file, unit: assessable(unit) };
  });
  fixtures = await fixtureSamples(folder);
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assessable({ type, lines }: GeneratedUnit): AssessableUnit {
  const sections = new Map<string, Assignment[]>();
  for (const { section, key, value } of lines) {
    sections.set(section, [...(sections.get(section) ?? []), { key, value }]);
  }
  return { type, scope: 'system', sections };
}

/** Copies of the services that a version ships, under names that no drop-in of this machine speaks of. */
function shippedWith(version: number): readonly Sample[] {
  const from = shippedFolders[version];
  if (from === undefined) return [];
  const files = readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isFile());
  const services = files.filter(({ name }) => name.endsWith('.service'));
  return services.map(({ name }) => {
    const text = readFileSync(join(from, name), 'utf8');
    const file = join(folder, `shipped${version}-${name}`);
    writeFileSync(file, text);
    return { file, unit: unitOfText(text) };
  });
}

describe.each(oracles)('the assessment of systemd $version', (oracle) => {
  test.skipIf(!oracle.usable)(`is the same in every cell of ${count} units`, { timeout: 300_000 }, () => {
    expect(disagreements(oracle, generated, folder)).toEqual([]);
  });

  test.skipIf(!oracle.usable)('is the same for units of a user', { timeout: 300_000 }, () => {
    // A specifier would name whoever runs the test, and managers of users refuse dynamic users.
    const usable = generated.filter(
      ({ unit }, at) =>
        unit.type === 'service' &&
        !units[at]?.lines.some(({ key, value }) => key === 'DynamicUser' || value.startsWith('%')),
    );
    const chosen = usable.slice(0, Math.ceil(count / 10));
    const ofUser = chosen.map(({ file, unit }) => ({ file, unit: { ...unit, scope: 'user' as const } }));
    expect(disagreements(oracle, ofUser, folder)).toEqual([]);
  });

  test.skipIf(!oracle.usable)('is the same for the services that systemd ships', { timeout: 300_000 }, () => {
    expect(disagreements(oracle, shippedWith(oracle.version), folder)).toEqual([]);
  });

  test.skipIf(!oracle.usable)('is the same for the units of every fixture', { timeout: 300_000 }, () => {
    expect(fixtures.length).toBeGreaterThan(150);
    for (const scope of ['system', 'user']) {
      const own = fixtures.filter(({ unit }) => unit.scope === scope);
      expect(disagreements(oracle, own, folder)).toEqual([]);
    }
  });
});
