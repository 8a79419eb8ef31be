import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { snapshotOf } from '../support/snapshot';

const EXAMPLE = 'examples/configuration.nix';

test('the example declares its units and has the one mistake that it speaks of', async () => {
  const text = readFileSync(join(import.meta.dirname, '../..', EXAMPLE), 'utf8');
  const snapshot = await snapshotOf(text, EXAMPLE);
  const { units, problems } = snapshot.analysis();
  expect(problems).toEqual([]);
  expect(units.map(({ name }) => name)).toEqual([
    'kea-lease-server.service',
    'notes.service',
    'notes-backup.service',
    'notes-backup.timer',
  ]);
  const wrong = snapshot.findings().filter(({ severity }) => severity === 'error' || severity === 'warning');
  expect(wrong.map(({ code, origin }) => [code, text.slice(origin.start, origin.end)])).toEqual([
    ['unknown-directive', 'PrivatePID'],
  ]);
});
