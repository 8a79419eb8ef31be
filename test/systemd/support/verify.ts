import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from '../../support/tools';

export interface ValueCase {
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

/** Suffix and first lines of a unit file that is right but for the line under test. */
const frames: Readonly<Record<string, { readonly suffix: string; readonly head: string }>> = {
  Unit: { suffix: 'service', head: '[Service]\nExecStart=/bin/true\n[Unit]\n' },
  Service: { suffix: 'service', head: '[Service]\nExecStart=/bin/true\n' },
  Socket: { suffix: 'socket', head: '[Socket]\nListenStream=/run/v.sock\n' },
  Mount: { suffix: 'mount', head: '[Mount]\nWhat=tmpfs\n' },
  Automount: { suffix: 'automount', head: '[Automount]\n' },
  Swap: { suffix: 'swap', head: '[Swap]\n' },
  Timer: { suffix: 'timer', head: '[Timer]\nOnBootSec=1\n' },
  Path: { suffix: 'path', head: '[Path]\nPathExists=/run/v\n' },
  Slice: { suffix: 'slice', head: '[Slice]\n' },
};

/** Sections whose values `systemd-analyze verify` reads. */
export const verifiedSections: readonly string[] = Object.keys(frames);

/** Lines that tell of something else than a refused value. */
const remarks: readonly RegExp[] = [
  /is obsolete/,
  /below legacy directory/,
  /is deprecated/,
  /this is not safe/,
  /Accepting user\/group name/,
  /no longer supported and is now ignored/,
  /Unit uses \w+=/,
  /Unsupported CPU scheduling policy/,
  /does not support BPF/,
  /will never elapse/,
  /has been removed and it is ignored/,
];

const filesPerRun = 1500;

/** What `systemd-analyze verify` says about the line of each case, undefined where it takes the value. */
export function verify(analyze: Tool, cases: readonly ValueCase[]): readonly (string | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'verify-'));
  try {
    const files = cases.map((item, i) => writeCase(folder, item, i));
    const complaints = new Map<string, string>();
    for (let i = 0; i < files.length; i += filesPerRun) {
      const names = files.slice(i, i + filesPerRun).map(({ path }) => path);
      const { stderr, stdout } = analyze.run(['verify', '--man=no', ...names], {
        env: { SYSTEMD_LOG_LEVEL: 'info', SYSTEMD_UNIT_PATH: folder, TZ: 'UTC' },
      });
      for (const line of `${stdout}\n${stderr}`.split('\n')) {
        const [, file = '', at = '', message = ''] = /([^/:\s]+\.[a-z]+):(\d+): (.*)$/.exec(line) ?? [];
        if (file === '' || remarks.some((remark) => remark.test(message))) continue;
        complaints.set(`${file}:${at}`, message);
      }
    }
    return files.map(({ key }) => complaints.get(key));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeCase(folder: string, { section, name, value }: ValueCase, index: number) {
  const frame = frames[section];
  if (frame === undefined) throw new Error(`no unit file has [${section}] here`);
  const file = `v${String(index).padStart(5, '0')}.${frame.suffix}`;
  const where = section === 'Mount' || section === 'Automount' ? `Where=/v${String(index).padStart(5, '0')}\n` : '';
  const head = frame.head + (name === 'Where' ? '' : where);
  const path = join(folder, file);
  writeFileSync(path, `${head}${name}=${value}\n`);
  return { path, key: `${file}:${head.split('\n').length}` };
}
