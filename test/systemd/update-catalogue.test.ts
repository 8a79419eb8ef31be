import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { catalogue, newestVersion, wordsOf } from '../../server/src/systemd/catalogue';
import { groupMembers, syscallGroups } from '../../server/src/systemd/values/syscall';

const program = join(import.meta.dirname, '../../scripts/update-catalogue/main.mjs');
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A tree in the shape of systemd's sources that says just what the data says, but for the changes. */
function sourceTree(version: number, change: (files: Map<string, string>) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'systemd-source-'));
  folders.push(folder);
  const lines = catalogue(newestVersion).map(({ section, name, parser, ignored }) => {
    const callback = parser === 'install' ? 'NULL' : `config_parse_${parser}`;
    return `${section}.${name},  ${callback},  ${ignored ? 'DISABLED_LEGACY' : '0'},  0`;
  });
  const groups = syscallGroups(newestVersion).map((name) => {
    const members = groupMembers(name, newestVersion).map((member) => `                "${member}\\0"`);
    return `        [X] = {\n                .name = "${name}",\n                .value =\n${members.join('\n')}\n        },`;
  });
  const files = new Map([
    ['meson.version', `${version}\n`],
    ['src/core/load-fragment-gperf.gperf.in', `%%\n${lines.join('\n')}\n`],
    ['src/core/tables.c', ''],
    ['src/basic/none.c', ''],
    ['src/shared/seccomp-util.c', `${groups.join('\n')}\n`],
    ['src/analyze/analyze-security.c', ''],
  ]);
  const pages = [
    'unit',
    'service',
    'socket',
    'timer',
    'path',
    'mount',
    'automount',
    'swap',
    'slice',
    'scope',
    'exec',
    'kill',
    'resource-control',
  ];
  for (const page of pages) files.set(`man/systemd.${page}.xml`, '');
  change(files);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function edit(files: Map<string, string>, path: string, change: (text: string) => string): void {
  files.set(path, change(files.get(path) ?? ''));
}

function check(folder: string): { readonly code: number | null; readonly lines: readonly string[] } {
  const { status, stdout } = spawnSync(process.execPath, [program, folder, '--check'], { encoding: 'utf8' });
  return { code: status, lines: stdout.trim().split('\n') };
}

test('the same facts change nothing', () => {
  expect(check(sourceTree(newestVersion, () => undefined))).toEqual({
    code: 0,
    lines: [`systemd ${newestVersion}: nothing changed`],
  });
});

test('a later version tells what is new, gone and different, and what lacks words', () => {
  const folder = sourceTree(newestVersion + 1, (files) => {
    edit(files, 'src/core/load-fragment-gperf.gperf.in', (text) =>
      text
        .replace(/^Service\.GuessMainPID,.*\n/m, '')
        .replace(/^(Service\.NonBlocking,\s+)config_parse_bool/m, '$1config_parse_tristate')
        .concat(
          '{% if HAVE_X %}\nTimer.BrandNewSec,  config_parse_sec,  0,  0\n{% else %}\nTimer.Never,  NULL,  0,  0\n{% endif %}\n',
        ),
    );
    edit(files, 'src/core/tables.c', () => {
      const words = [...wordsOf('service_restart', newestVersion), 'on-whim'];
      return `static const char* const service_restart_table[_MAX] = {\n${words.map((word, i) => `[${i}] = "${word}",`).join('\n')}\n};\n`;
    });
    edit(files, 'src/shared/seccomp-util.c', (text) =>
      text.replace(/("@reboot",\n.*\n)/, '$1                "brand_new\\0"\n'),
    );
  });
  expect(check(folder)).toEqual({
    code: 1,
    lines: [
      `systemd ${newestVersion + 1}: 5 changes`,
      '  words of service_restart: +on-whim',
      '  Service.GuessMainPID is gone',
      '  Service.NonBlocking is parsed by tristate, not bool',
      '  Timer.BrandNewSec is new',
      '  group @reboot: +brand_new',
      'without words: BrandNewSec',
    ],
  });
});
