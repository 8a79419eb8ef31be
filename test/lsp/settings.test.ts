import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, parseSettings } from '../../server/src/lsp/settings';

test.each([
  ['nothing', undefined],
  ['text', 'x'],
  ['an empty section', {}],
  ['wrong kinds', { systemdVersion: 'auto', preview: { assumeEnabled: 1 }, hash: null, ignore: 'legacy-directive' }],
])('%s leaves all defaults', (_name, section) => {
  expect(parseSettings(section)).toEqual(DEFAULT_SETTINGS);
});

test('what is set is read, and of the codes to ignore those that are text', () => {
  const section = {
    systemdVersion: '257',
    preview: { assumeEnabled: false },
    hash: { allowInsecure: true },
    ignore: ['legacy-directive', 3],
  };
  expect(parseSettings(section)).toEqual({
    ...DEFAULT_SETTINGS,
    systemdVersion: 257,
    assumeEnabled: false,
    allowInsecure: true,
    ignore: ['legacy-directive'],
  });
});
