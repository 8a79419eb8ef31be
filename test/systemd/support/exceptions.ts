import type { ValueCase } from './verify';

/** A kind of value about which we and systemd-analyze may differ, and why. */
export interface Exception {
  readonly name: string;
  readonly why: string;
  readonly applies: (item: ValueCase, version: number) => boolean;
}

const has = (names: readonly string[], item: ValueCase): boolean => names.includes(item.name);

export const exceptions: readonly Exception[] = [
  {
    name: 'line continuation',
    why: 'A backslash at the end joins the line that follows, which is the end of these files, not of a real unit.',
    applies: ({ value }) => value.endsWith('\\'),
  },
  {
    name: 'specifiers may expand to anything',
    why: 'Whether an instance, a host name or a home is right in its place is known where the unit runs.',
    applies: ({ value }) => /%[A-Za-z]/.test(value),
  },
  {
    name: 'personality of the machine',
    why: 'systemd takes the architectures of the machine it runs on, units are written for other machines too.',
    applies: (item) => has(['Personality'], item),
  },
  {
    name: 'up from the root',
    why: 'systemd 252 refuses /.. at the beginning of a path, later versions drop it; no one writes it.',
    applies: ({ value }, version) => version < 254 && /\/+\.\./.test(value),
  },
];
