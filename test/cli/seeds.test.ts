import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from './run';

const SEEDS = path.join(import.meta.dirname, '../fixtures/seeds');
const CHANNEL = { NIX_PATH: 'nixpkgs=/nix/var/nix/profiles/per-user/root/channels/nixos' };

/** Hashes of store paths, and the versions of what is built there, hang on a nixpkgs; the fetched source has its own. */
function masked(text: string): string {
  return text
    .replaceAll(/\/nix\/store\/([0-9a-z]{32}|…)-(?!kea-lease-server-0962c18)/g, '/nix/store/HASH-')
    .replaceAll(/(HASH-[A-Za-z-]+?)-[0-9][A-Za-z0-9.-]*(?=[/:"])/g, '$1');
}

function preview(file: string, env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = run(['preview', '--json', path.join(SEEDS, file)], { env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout).units[0].text;
}

describe('a service that runs a git checkout', () => {
  const written = readFileSync(path.join(SEEDS, 'lease-server.service'), 'utf8');

  test('previews as NixOS wrote it, line by line', () => {
    expect(
      masked(preview('lease-server.nix', CHANNEL))
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual(masked(written).split('\n'));
  });

  test('runs in the very store path of its source', () => {
    expect(preview('lease-server.nix')).toContain(
      'WorkingDirectory=/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-kea-lease-server-0962c18\n',
    );
  });

  test('has its misspelt directive found', () => {
    const { status, stdout } = run(['check', '--format', 'json', path.join(SEEDS, 'lease-server-isolated.nix')]);
    const warnings = JSON.parse(stdout).filter(({ severity }: { severity: string }) => severity === 'warning');
    expect(status).toBe(1);
    expect(warnings).toMatchObject([
      {
        code: 'unknown-directive',
        unit: 'kea-lease-server.service',
        fixes: ['Change to PrivatePIDs', expect.anything(), expect.anything()],
      },
    ]);
    expect(warnings[0].message).toContain('PrivatePIDs (since systemd 257)');
  });
});
