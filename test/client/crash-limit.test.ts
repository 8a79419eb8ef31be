import { expect, test } from 'vitest';
import { crashLimit } from '../../client/src/crash-limit';

const MINUTE = 60_000;

test('the fifth crash in three minutes is the last', () => {
  const mayRestart = crashLimit();
  expect([0, 1, 2, 3, 4].map((time) => mayRestart(time))).toEqual([true, true, true, true, false]);
});

test('crashes that lie apart do not add up', () => {
  const mayRestart = crashLimit();
  const times = Array.from({ length: 20 }, (_, crash) => crash * MINUTE);
  expect(times.every((time) => mayRestart(time))).toBe(true);
});
