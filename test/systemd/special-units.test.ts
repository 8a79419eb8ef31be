import { expect, test } from 'vitest';
import vocab from '../../server/data/vocab.json';
import { specialUnitPage } from '../../server/src/systemd/docs';
import { isSystemdsOwn, specialUnits } from '../../server/src/systemd/special-units';

test('every special unit has words, and nothing else has', () => {
  const units = new Set(vocab.specialUnits.map(({ unit }) => unit));
  expect(Object.keys(specialUnitPage).sort()).toEqual([...units].sort());
  for (const words of Object.values(specialUnitPage)) expect(words).toMatch(/^[A-Z].*\.$/);
});

test.each([
  ['network.target', true],
  ['systemd-journald.service', true],
  ['nginx.service', false],
])('%s is a unit of systemd: %s', (name, expected) => {
  expect(isSystemdsOwn(name)).toBe(expected);
});

test('the managers of the system and of users share some', () => {
  expect(specialUnits('default.target').map(({ scope }) => scope)).toEqual(['system', 'user']);
});
