import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from './run';

const cwd = join(import.meta.dirname, '../fixtures/hardening');

test('a folder is a table, worst first, with the place of each service', () => {
  const { status, stdout } = run(['security', '.'], { cwd });
  const lines = stdout.trimEnd().split('\n');
  const figures = lines.map((line) => Number(/^\d+\.\d/.exec(line)?.[0]));
  expect(status).toBe(0);
  expect(figures.length).toBeGreaterThan(40);
  expect(figures).toEqual(figures.toSorted((a, b) => b - a));
  expect(lines).toContainEqual(expect.stringMatching(/^9\.4 UNSAFE +static-site\.service +nested\.nix:3$/));
});

test('the threshold decides the exit, and what is a warning', () => {
  expect(run(['security', '.', '--threshold', '9.4'], { cwd }).status).toBe(0);
  expect(run(['security', '.', '--threshold', '9.3'], { cwd }).status).toBe(1);
  const { stdout } = run(['security', 'low-port.nix', '--threshold', '9.3', '--format', 'sarif'], { cwd });
  const [result] = JSON.parse(stdout).runs;
  expect(result.results.map(({ level }: { level: string }) => level).toSorted()).toEqual(['note', 'warning']);
});

test.each(['front', 'front.service'])('a unit is found as %s', (name) => {
  const { stdout } = run(['security', 'low-port.nix', '--unit', name, '--json'], { cwd });
  expect(JSON.parse(stdout).map((unit: { name: string }) => unit.name)).toEqual(['front.service']);
});

test('a unit that is not there is told in one line', () => {
  const { status, stderr } = run(['security', '.', '--unit', 'nothing'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toBe("nix-services: no unit 'nothing' is declared there.\n");
});

test('a unit that several files import is listed once, and again where they give it another figure', () => {
  const folder = mkdtempSync(join(tmpdir(), 'security-'));
  try {
    const importing = (more: string): string => `{ imports = [ ./shared.nix ]; ${more} }`;
    writeFileSync(join(folder, 'shared.nix'), '{ systemd.services.shared.serviceConfig.ExecStart = "/bin/a"; }');
    writeFileSync(join(folder, 'one.nix'), importing(''));
    writeFileSync(join(folder, 'two.nix'), importing('systemd.services.shared.serviceConfig.PrivateTmp = true;'));
    const { stdout } = run(['security', folder, '--json']);
    expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(['shared.service', 'shared.service']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
