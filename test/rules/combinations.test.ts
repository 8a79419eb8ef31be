import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsIn } from '../support/findings';
import { type Tool, tool } from '../support/tools';
import { seeded } from '../systemd/support/random';

const COUNT = 300;

/** The lines that a service is put together from: one of each group, which may be none. */
const GROUPS: readonly (readonly string[])[] = [
  ['', 'Type=simple', 'Type=oneshot', 'Type=forking', 'Type=dbus', 'Type=notify', 'Type=idle', 'Type=exec'],
  ['', '', 'Restart=always', 'Restart=on-success', 'Restart=on-failure', 'Restart=on-watchdog', 'Restart=no'],
  ['', 'RemainAfterExit=yes'],
  ['', '', 'BusName=org.example.NUMBER'],
  ['', '', 'ExecStart=/bin/false'],
  ['', '', '', 'ExitType=cgroup', 'ExitType=main'],
  ['', '', '', 'RestartForceExitStatus=3'],
  ['', '', '', 'PAMName=login\nKillMode=process', 'PAMName=login\nKillMode=mixed', 'PAMName=login', 'KillMode=process'],
  ['', '', '', 'DynamicUser=yes\nWorkingDirectory=~', 'DynamicUser=yes', 'User=notes\nWorkingDirectory=~'],
  ['', '', '', 'PrivatePIDs=yes'],
];

function services(count: number, seed: number): readonly string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_none, index) => {
    const lines = GROUPS.map((group) => random.pick(group)).filter((line) => line !== '');
    // A name on the bus belongs to one service alone.
    return `[Service]\nExecStart=/bin/true\n${lines.join('\n')}\n`.replace('NUMBER', `Case${index}`);
  });
}

/** Which of the services `systemd-analyze verify` refuses, by their order. */
function refusedBySystemd(analyze: Tool, texts: readonly string[]): readonly boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'combinations-'));
  try {
    const names = texts.map((_text, index) => `case-${index}.service`);
    for (const [index, name] of names.entries()) writeFileSync(join(folder, name), texts[index] ?? '');
    const { stdout, stderr } = analyze.run(['verify', '--man=no', ...names.map((name) => join(folder, name))], {
      env: { SYSTEMD_UNIT_PATH: `${folder}:` },
    });
    const refused = new Set(
      [...`${stdout}\n${stderr}`.matchAll(/^(case-\d+\.service): .* Refusing\.$/gm)].map((m) => m[1]),
    );
    return names.map((name) => refused.has(name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CODES = new Set(['refused-combination', 'several-commands', 'missing-bus-name']);

async function refusedByUs(text: string, systemd: number): Promise<boolean> {
  const found = await findingsIn(text, { systemd, path: '/units/case.service' });
  return found.some(({ code }) => CODES.has(code));
}

test.each([
  [252, 'systemd-analyze'],
  [257, 'systemd-analyze-257'],
  [262, 'systemd-analyze-262'],
] as const)('systemd %i refuses the combinations that are reported', async (systemd, name) => {
  const analyze = tool(name);
  if (!analyze.available) return;
  const texts = services(COUNT, systemd);
  const expected = refusedBySystemd(analyze, texts);
  const different: string[] = [];
  for (const [index, text] of texts.entries()) {
    const ours = await refusedByUs(text, systemd);
    if (ours !== expected[index]) different.push(`${ours ? 'only reported' : 'only refused'}: ${text}`);
  }
  expect(expected).toContain(true);
  expect(expected).toContain(false);
  expect(different).toEqual([]);
});
