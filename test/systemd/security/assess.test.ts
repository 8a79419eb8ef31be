import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newestVersion } from '../../../server/src/systemd/catalogue';
import { rowDoc, rowPage } from '../../../server/src/systemd/docs';
import { assess } from '../../../server/src/systemd/security/assess';
import type { AssessableUnit, Assessment, Assignment } from '../../../server/src/systemd/security/model';
import { type GeneratedUnit, generatedUnit } from './units';

const versions = [252, 254, 257, 262] as const;

function service(...lines: readonly string[]): AssessableUnit {
  const assignments = lines.map((line): Assignment => {
    const [key = '', ...value] = line.split('=');
    return { key, value: value.join('='), unknown: value.join('=') === '?' };
  });
  return { type: 'service', scope: 'system', sections: new Map([['Service', assignments]]) };
}

function judged(unit: AssessableUnit, version: number = newestVersion): Assessment {
  const assessment = assess(unit, version);
  if (assessment === undefined) throw new Error('not assessed');
  return assessment;
}

function stateOf(assessment: Assessment, field: string): string | undefined {
  return assessment.rows.find((row) => row.field === field)?.state;
}

describe('the assessment', () => {
  test.each([
    [252, 9.6],
    [254, 9.4],
    [257, 9.4],
    [262, 9.4],
  ])('of a bare service in systemd %i', (version, overall) => {
    expect(judged(service(), version)).toMatchObject({ version, overall, best: overall, band: 'UNSAFE' });
  });

  test.each([
    [255, 254],
    [261, 257],
    [300, 262],
    [240, 252],
  ])('for systemd %i follows the rules of %i', (asked, used) => {
    expect(judged(service(), asked).version).toBe(used);
  });

  test('leaves units that run nothing alone', () => {
    expect(assess({ type: 'timer', scope: 'system', sections: new Map() }, 262)).toBeUndefined();
  });

  test('drops rows that do not apply from the sum', () => {
    const early = { ...service(), sections: new Map([['Unit', [{ key: 'DefaultDependencies', value: 'no' }]]]) };
    expect(stateOf(judged(early), 'ProtectSystem')).toBe('not-applicable');
    expect(stateOf(judged(service()), 'RemoveIPC')).toBe('not-applicable');
  });
});

describe('words about rows', () => {
  test('every row has some, and no words are about nothing', () => {
    const { rows } = judged(service());
    expect(rows.filter(({ description }) => description === '')).toEqual([]);
    expect(Object.keys(rowPage).sort()).toEqual(rows.map(({ field }) => field).sort());
  });

  test.each(Object.keys(rowPage))('the line that %s names makes it good', (field) => {
    const example = rowDoc(field)?.example;
    const [, key = '', value = ''] = /^(\w+) = (.*);$/.exec(example ?? '') ?? [];
    const words = [...value.matchAll(/"([^"]*)"/g)].map(([, word]) => word ?? '');
    const lines = (words.length > 0 ? words : [value]).map((word) => `${key}=${word}`);
    const needed = ['RemoveIPC', 'SupplementaryGroups'].includes(field) ? ['User=foo'] : [];
    for (const version of versions) {
      const assessment = judged(service(...needed, ...(example === undefined ? [] : lines)), version);
      expect(stateOf(assessment, field)).toBe('good');
    }
  });
});

describe('unknown values', () => {
  test('of what no row reads change nothing', () => {
    const { overall, best } = judged(service('WorkingDirectory=?'));
    expect(best).toBe(overall);
  });

  test('of a switch give a range and a row that is not known', () => {
    const assessment = judged(service('PrivateNetwork=?'));
    expect(assessment.best).toBe(judged(service('PrivateNetwork=yes')).overall);
    expect(assessment.overall).toBe(judged(service('PrivateNetwork=no')).overall);
    expect(assessment.rows.filter(({ state }) => state === 'unknown').map(({ field }) => field)).toEqual([
      'PrivateNetwork',
    ]);
    expect(assessment.rows.find(({ field }) => field === 'PrivateNetwork')).toMatchObject({
      set: null,
      exposure: null,
      badness: undefined,
    });
  });

  test('that a later line overrides do not matter', () => {
    expect(stateOf(judged(service('PrivateNetwork=?', 'PrivateNetwork=yes')), 'PrivateNetwork')).toBe('good');
    expect(
      stateOf(
        judged(service('SystemCallFilter=?', 'SystemCallFilter=', 'SystemCallFilter=@default')),
        'SystemCallFilter_swap',
      ),
    ).toBe('good');
  });

  test('of a user make every row unknown that asks who runs it', () => {
    const { rows } = judged(service('User=?'));
    const unknown = rows.filter(({ state }) => state === 'unknown').map(({ field }) => field);
    expect(unknown).toEqual(['UserOrDynamicUser', 'SupplementaryGroups', 'RemoveIPC']);
  });

  test('hold what any value would give between best and overall', () => {
    fc.assert(
      fc.property(generatedUnit, fc.nat(), fc.constantFrom(...versions), (unit, at, version) => {
        // Whether an unknown ambient set is emptied again by later lines that name what to remove is not followed.
        const inverted = unit.lines.some(({ key, value }) => key === 'AmbientCapabilities' && value.startsWith('~'));
        fc.pre(unit.lines.length > 0 && !inverted);
        const real = judged(assessable(unit), version);
        const hidden = judged(assessable(unit, at % unit.lines.length), version);
        expect(hidden.best).toBeLessThanOrEqual(real.overall);
        expect(hidden.overall).toBeGreaterThanOrEqual(real.overall);
        for (const [index, row] of hidden.rows.entries()) {
          if (row.state !== 'unknown') expect(row.state).toBe(real.rows[index]?.state);
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });
});

/** A generated unit, the value of one of its lines hidden. */
function assessable({ type, lines }: GeneratedUnit, hidden = -1): AssessableUnit {
  const sections = new Map<string, Assignment[]>();
  for (const [at, { section, key, value }] of lines.entries()) {
    const line = { key, value: at === hidden ? '?' : value, unknown: at === hidden };
    sections.set(section, [...(sections.get(section) ?? []), line]);
  }
  return { type, scope: 'system', sections };
}
