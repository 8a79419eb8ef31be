import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../server/src/cli/commands';
import { oneCommand } from '../../server/src/cli/help';

describe.each([...COMMANDS])('%s', (_name, command) => {
  const options = Object.entries(command.options).map(([name, { short }]) => (short ? `-${short}` : `--${name}`));

  test('has all its options in its usage', () => {
    expect([...command.usage.matchAll(/(?<![\w-])--?[\w-]+/g)].map(([option]) => option).sort()).toEqual(
      options.toSorted(),
    );
  });

  test('explains its options', () => {
    const help = oneCommand(command);
    expect(options.filter((option) => !new RegExp(`^  ${option}\\b.*  \\S`, 'm').test(help))).toEqual([]);
  });
});
