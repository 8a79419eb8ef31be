import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { entriesOf } from '../../server/src/features/entry';
import { MEASURES } from '../../server/src/features/harden/measures';
import type { Entry, Unit } from '../../server/src/units/model';
import { boot, canBoot } from '../support/boot';
import { expectPromised, type Hardened, hardenedFiles } from '../support/hardened';
import { tool } from '../support/tools';

/** What the machine's systemd knows. */
const VERSION = 252;

const bootable = canBoot();
const analyze = tool('systemd-analyze');
const isAsked = analyze.available && analyze.run(['--version']).stdout.startsWith(`systemd ${VERSION} `);

let sets: readonly Hardened[] = [];

beforeAll(async () => {
  if (bootable || isAsked) sets = [...(await hardenedFiles(VERSION)).values()].flat();
}, 120_000);

test.skipIf(!isAsked)(
  'hardened services are accepted by systemd, which gives them the figure that was promised',
  () => expectPromised(sets, analyze, VERSION),
  60_000,
);

/** The lines of a hardened service that say as whom, where and how confined it runs. */
const KEPT: ReadonlySet<string> = new Set([
  ...MEASURES.map(({ key }) => key),
  ...['SystemCallErrorNumber', 'User', 'Group', 'SupplementaryGroups', 'AmbientCapabilities', 'ReadWritePaths'],
  ...['StateDirectory', 'CacheDirectory', 'LogsDirectory', 'RuntimeDirectory'],
]);

interface Started {
  readonly name: string;
  readonly what: string;
  readonly lines: readonly Entry[];
  /** Makes machine code while it runs. */
  readonly isJit: boolean;
}

/** A program that makes machine code, under the directive that forbids it. */
const CONTROL: Started = {
  name: 'control.service',
  what: 'the control',
  lines: ['NoNewPrivileges', 'MemoryDenyWriteExecute'].map((key) => ({
    section: 'Service',
    key,
    value: 'true',
    holes: [],
    keys: [],
    values: [],
    conditions: [],
  })),
  isJit: true,
};

/** Every system service of the fixtures after each of the sets. */
function systemServices(sets: readonly Hardened[]): readonly Started[] {
  return sets
    .flatMap(({ offer, after }) => after.filter(({ scope }) => scope === 'system').map((unit) => ({ offer, unit })))
    .map(({ offer, unit }, at) => started(unit, `${offer.title} of ${unit.name}`, at));
}

function started(unit: Unit, what: string, at: number): Started {
  const lines = entriesOf(unit).filter(({ section, key }) => section === 'Service' && KEPT.has(key));
  const has = (name: string): boolean => lines.some(({ key }) => key === name);
  // A filter of the fixture's own, without an error number, kills for calls that this program makes.
  const isJit = !has('MemoryDenyWriteExecute') && has('SystemCallFilter') === has('SystemCallErrorNumber');
  return { name: `h${at}.service`, what, lines, isJit };
}

/** Tells what it can do; and where the service makes machine code, so does this one. */
const PROBE = `set -e
grep -E '^(NoNewPrivs|Seccomp|CapBnd):' /proc/self/status
echo "uid $(id -u)"
for path in /usr /etc /var/lib /home; do [ -w $path ] && echo "writes $path"; done
for path in $(echo "$STATE_DIRECTORY:$CACHE_DIRECTORY:$LOGS_DIRECTORY:$RUNTIME_DIRECTORY" | tr : ' ') $WANTED; do
  touch "$path/probe-$3" && echo "wrote $path"
done
echo text > /tmp/probe-$3
[ "$(cat /tmp/probe-$3)" = text ]
if [ "$1" = jit ]; then
  sum=$("$2" -p 'let sum = 0; for (let i = 0; i < 1e7; i++) sum += i; sum')
  [ "$sum" = 49999995000000 ]
fi
echo done
`;

function unitFile(service: Started): string {
  const { name, lines, isJit } = service;
  return [
    '[Unit]',
    'DefaultDependencies=no',
    '[Service]',
    'Type=oneshot',
    `ExecStart=/bin/sh /run/probe ${isJit ? 'jit' : 'plain'} ${process.execPath} ${name}`,
    `StandardOutput=file:/run/output/${name}`,
    `StandardError=file:/run/output/${name}.errors`,
    `Environment="WANTED=${writablePaths(service).join(' ')}"`,
    ...lines.map(({ key, value }) => `${key}=${value}`),
    '',
  ].join('\n');
}

function valuesOf(lines: readonly Entry[], key: string): readonly string[] {
  return lines.filter((line) => line.key === key).map(({ value }) => value);
}

describe.skipIf(!bootable)('hardened services, started by systemd for real', () => {
  let services: readonly Started[] = [];
  let output: ReadonlyMap<string, string> = new Map();
  beforeAll(() => {
    services = systemServices(sets);
    const all = services.flatMap(({ lines }) => lines);
    const known = new Set(
      readFileSync('/etc/group', 'utf8')
        .split('\n')
        .map((line) => line.split(':')[0]),
    );
    const names = (...keys: readonly string[]): readonly string[] =>
      [...new Set(keys.flatMap((key) => valuesOf(all, key)).flatMap((value) => value.split(/\s+/)))].filter(
        (name) => name !== '' && !known.has(name),
      );
    output = boot({
      units: new Map([...services, CONTROL].map((service) => [service.name, unitFile(service)])),
      files: new Map([['probe', PROBE]]),
      users: names('User'),
      groups: names('Group', 'SupplementaryGroups'),
      folders: [...new Set(services.flatMap(writablePaths))],
    });
  }, 120_000);

  function outputOf({ name }: Started): string {
    return output.get(name) ?? '';
  }

  function withLine(key: string, value: string): readonly Started[] {
    return services.filter(({ lines }) => valuesOf(lines, key).includes(value));
  }

  test('all run to their end, those that make machine code among them', () => {
    const failed = services.filter((service) => !/^done$/m.test(outputOf(service)));
    const why = failed.map(({ name, what }) => `${what}: ${output.get(name)} ${output.get(`${name}.errors`)}`);
    expect(why).toEqual([]);
    expect(services.length).toBeGreaterThan(70);
    expect(services.filter(({ isJit }) => isJit).length).toBeGreaterThan(20);
  });

  test('are as confined as their lines say', () => {
    for (const service of withLine('NoNewPrivileges', 'true')) expect(outputOf(service)).toMatch(/^NoNewPrivs:\t1$/m);
    for (const service of withLine('CapabilityBoundingSet', '')) expect(outputOf(service)).toMatch(/^CapBnd:\t0+$/m);
    for (const service of withLine('ProtectSystem', 'full'))
      expect(outputOf(service)).not.toMatch(/^writes \/(usr|etc)$/m);
    const strict = withLine('ProtectSystem', 'strict');
    for (const service of strict) expect(outputOf(service)).not.toMatch(/^writes \/(usr|etc|var)/m);
    expect(strict.length).toBeGreaterThan(20);
  });

  test('write where they keep their files', () => {
    for (const service of services) {
      for (const path of writablePaths(service)) expect(outputOf(service), service.what).toContain(`wrote ${path}\n`);
    }
  });

  test('need what the sets leave out', () => {
    expect(output.get(CONTROL.name)).toMatch(/^NoNewPrivs/m);
    expect(output.get(CONTROL.name)).not.toMatch(/^done$/m);
  });
});

function writablePaths({ lines }: Started): readonly string[] {
  return valuesOf(lines, 'ReadWritePaths')
    .flatMap((value) => value.split(/\s+/))
    .map(bare);
}

function bare(path: string): string {
  return path.replace(/^[-+]+/, '');
}
