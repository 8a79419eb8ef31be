import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Outcome, run } from './run';

const MODULE = '{ systemd.services.a.serviceConfig.Nonsens = 1; }\n';

/** Runs `check .` in a folder of files. */
function check(files: Readonly<Record<string, string>>): Outcome {
  const cwd = mkdtempSync(join(tmpdir(), 'project-file-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const outcome = run(['check', '.'], { cwd });
  rmSync(cwd, { recursive: true });
  return outcome;
}

test('a project file decides what is passed over where', () => {
  const project = '{ "overrides": [{ "files": ["/tests/"], "ignore": ["unknown-directive"] }] }';
  const { status, stdout } = check({ '.nix-services.json': project, 'a.nix': MODULE, 'tests/a.nix': MODULE });
  expect(status).toBe(1);
  expect(stdout.match(/\[unknown-directive\]/g)).toHaveLength(1);
  expect(stdout).toContain('a.nix:1:');
  expect(stdout).not.toContain('tests/');
});

test('a wrong project file is wrong use, said in one line', () => {
  const { status, stdout, stderr } = check({ '.nix-services.json': '{ "ignore": ["nonsense"] }', 'a.nix': MODULE });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^nix-services: \S+\/\.nix-services\.json: there is no finding called 'nonsense'\.\n$/);
});
