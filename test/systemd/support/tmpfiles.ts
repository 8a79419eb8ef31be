import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Random, random } from '../../support/random';
import type { Tool } from '../../support/tools';

/** Letters about which systemd complains without the number of the line. */
const UNNUMBERED = /^\s*["']?[hHtTaAkK]/;

/** Lines that are passed over before all of them is read: those that want a credential which is not there. */
export const PASSED_OVER = /^f\^/;

/** What capabilities mean is left to the library that reads them. */
const REMARK = /^Failed to parse capabilities/;

const FIELDS: readonly (readonly string[])[] = [
  [
    ...'fwdDevqQpLcbCxXrRzZmFtThHkK',
    'y',
    'l',
    'f+',
    'd!',
    'L+',
    'L?',
    'L+?',
    'd?',
    'C+',
    'w+',
    'w-',
    'd+!',
    'd!!',
    'f=',
    'd#',
    'f$',
    'R!',
    'd+',
    "'d'",
    '"d"',
    'dd',
    'f^',
  ],
  [
    '/p@',
    '/p@',
    '/p@',
    '/p@/q',
    'p@',
    '/p@%m',
    '/p@%t',
    '%t/p@',
    '/p@%z',
    '/p@%',
    '/p@%%',
    '/p@%i',
    '/p@*',
    '"/p@ q"',
    "'/p@'",
    '/p@\\x20',
    '/p@/../q',
    '//p@',
    '/p@\\q',
    '"/p@',
  ],
  [
    '-',
    '-',
    '0755',
    '755',
    '7777',
    '17777',
    '8',
    '0o755',
    '~0755',
    ':0755',
    ':~0755',
    'rwx',
    '0',
    '+7',
    '""',
    'root',
    '~',
  ],
  ['-', '-', 'root', '0', ':root', '1000', 'alice', ':alice', '65535', '4294967295', '99999999999'],
  ['-', '-', 'root', '0', ':root', '1000', 'alice', ':alice', '65535', '4294967295'],
  [
    '-',
    '-',
    '10d',
    '0',
    '1h30min',
    'infinity',
    '10',
    '10dd',
    '~10d',
    'm:10d',
    'abAB:1d',
    'x:1d',
    ':1d',
    'm:',
    '~m:1d',
    '1 d',
    "'1 day'",
    '5 minuets',
    '-1d',
    '1.5h',
    '+5m',
    '~',
  ],
  [
    '',
    '',
    '-',
    'text',
    '/source',
    'relative',
    '1:3',
    '1',
    'user.a=b',
    '+i',
    '=',
    '+',
    '-i',
    'q',
    'a b',
    '%m',
    '%z',
    '%',
    '\\q',
    '\\x20',
    'YQ==',
    '"',
    "it's",
    'user.a="b c"',
  ],
];

/** A line with an index for a path of its own, so that no line is taken for another's duplicate. */
function lineOf(at: Random, index: number): string {
  const usual = at.below(4);
  const count = usual === 0 ? 1 + at.below(7) : 7;
  // Most fields are right, so that a later one is looked at as well.
  const wild = at.below(7);
  const words = FIELDS.slice(0, count).map((choices, field) =>
    field === wild || at.below(6) === 0 ? at.pick(choices) : (choices[at.below(2)] ?? ''),
  );
  words[0] = at.pick(FIELDS[0] ?? []);
  // A copy whose source is missing is passed over before the rest is read.
  if (/C/.test(words[0]) && !/^\/|rel/.test(words[6] ?? ''))
    words.splice(2, 5, '-', '-', '-', words[5] ?? '-', '/source');
  return words.join(at.below(5) === 0 ? '\t ' : ' ').replaceAll('@', String(index));
}

export function tmpfilesLines(count: number, seed: number): readonly string[] {
  const at = random(seed);
  return Array.from({ length: count }, (_, index) => lineOf(at, index));
}

/** A line that is always complained of with its number: what is said after it is about what stands after it. */
const MARK = '?? /mark';

/** What systemd-tmpfiles says about each line, undefined where it takes it. Nothing is created or removed. */
export function tmpfilesVerdicts(tmpfiles: Tool, lines: readonly string[]): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'tmpfiles-'));
  const written = lines.flatMap((line, index) => {
    const own = { line, index };
    return UNNUMBERED.test(line) ? [{ line: MARK, index }, own, { line: MARK }] : [own];
  });
  try {
    mkdirSync(join(folder, 'etc'));
    mkdirSync(join(folder, 'source'));
    writeFileSync(join(folder, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nalice:x:1000:1000::/:/bin/sh\n');
    writeFileSync(join(folder, 'etc/group'), 'root:x:0:\nalice:x:1000:\n');
    writeFileSync(join(folder, 'etc/machine-id'), `${'0'.repeat(31)}1\n`);
    const file = join(folder, 'lines.conf');
    writeFileSync(file, written.map(({ line }) => `${line}\n`).join(''));
    const run = ['--clean', '--boot', `--root=${folder}`, file];
    const { stderr } = tmpfiles.run(run, { env: { SYSTEMD_LOG_LEVEL: 'info' } });
    return verdicts(lines.length, written, stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Written {
  readonly line: string;
  /** Of the line that this one is, or that it announces. */
  readonly index?: number;
}

function verdicts(count: number, written: readonly Written[], output: string): readonly (string | undefined)[] {
  const complaints = new Map<number, string>();
  let announced: number | undefined;
  for (const said of output.split('\n')) {
    const [, number, message = said] = /lines\.conf:(\d+): (.*)/.exec(said) ?? [];
    const { line, index } =
      number === undefined ? { line: said, index: announced } : (written[Number(number) - 1] ?? {});
    if (line === MARK) announced = index;
    else if (index !== undefined && said !== '' && !REMARK.test(said) && !complaints.has(index))
      complaints.set(index, message);
  }
  return Array.from({ length: count }, (_, index) => complaints.get(index));
}

/** Two right lines about one path, alike in most. */
export function tmpfilesPairs(count: number, seed: number): readonly (readonly [string, string])[] {
  const at = random(seed);
  const types = [
    'd',
    'D',
    'd',
    'e',
    'f',
    'f+',
    'w',
    'w+',
    'L',
    'L+',
    'p',
    'c',
    'x',
    'X',
    'r',
    'R',
    'z',
    'Z',
    'q',
    'h',
    'a',
    'v',
  ];
  const argument = (type: string): string => {
    if (/^[fwL]/.test(type)) return at.pick(['/one', '/one', '/two']);
    if (type === 'c') return '1:3';
    if (type === 'h') return '+i';
    return type === 'a' ? 'u:root:rwx' : '-';
  };
  const line = (index: number): string => {
    const type = at.pick(types);
    const path = at.pick(['/p@', '/p@', '/p@', '/p@/', '//p@']).replace('@', String(index));
    const mode = at.pick(['-', '0755', '0755', '~0755', ':0755']);
    return [
      type,
      path,
      mode,
      at.pick(['-', 'root', '0']),
      '-',
      at.pick(['-', '-', '1d', '~1d', '24h']),
      argument(type),
    ].join(' ');
  };
  return Array.from({ length: count }, (_, index) => [line(index), line(index)] as const);
}
