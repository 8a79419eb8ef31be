import { expect, test } from 'vitest';
import type { Analysis } from '../../server/src/units/analysis';
import { evaluateAnew, evaluator } from '../support/incremental';
import { memoryFiles } from '../support/memory-files';

const FILES = 400;
const HOST = '/etc/nixos/configuration.nix';
const LEAF = 397;
const READ_BY_TWO = 2;

function leaf(n: number, port: number, further = ''): string {
  return `{ config, lib, pkgs, ... }:
let cfg = config.services.app${n}; in {
  options.services.app${n} = {
    enable = lib.mkEnableOption "app ${n}";
    port = lib.mkOption { type = lib.types.port; default = ${port}; };
  };
  config = lib.mkIf cfg.enable {
    systemd.services.app${n} = {
      wantedBy = [ "multi-user.target" ];
      environment.PEER = toString config.services.app${Math.floor(n / 2)}.port;
      serviceConfig.ExecStart = "\${pkgs.hello}/bin/hello \${toString cfg.port} \${config.shared.domain}";
      ${further}
    };
  };
}`;
}

function host(size: number): Record<string, string> {
  const names = Array.from({ length: size }, (_, n) => n);
  return Object.fromEntries([
    ...names.map((n) => [`/etc/nixos/app${n}.nix`, leaf(n, 8000 + n)] as const),
    [
      '/etc/nixos/shared.nix',
      '{ lib, ... }: { options.shared.domain = lib.mkOption { type = lib.types.str; default = "example.org"; }; }',
    ],
    [
      HOST,
      `{
        imports = [ ./shared.nix ${names.map((n) => `./app${n}.nix`).join(' ')} ];
        system.stateVersion = "25.05";
        ${names.map((n) => `services.app${n}.enable = true;`).join('\n')}
      }`,
    ],
  ]);
}

/** The names of units that are not the very objects that they were. */
function remade(before: Analysis, after: Analysis): readonly string[] {
  const known = new Set(before.units);
  return after.units.filter((unit) => !known.has(unit)).map(({ name }) => name);
}

test(`in a host of ${FILES} files an edit in one evaluates what read it alone`, { timeout: 600_000 }, () => {
  const files = host(FILES);
  const evaluate = evaluator(memoryFiles(files), HOST, true);
  const first = evaluate();
  expect(first.analysis.units).toHaveLength(FILES);
  expect(first.analysis.files).toHaveLength(FILES + 2);
  expect(evaluate().steps, 'nothing changed').toBe(0);
  const share = first.steps / FILES;

  const cases = [
    {
      what: 'a line of a unit',
      file: LEAF,
      text: leaf(LEAF, 8000 + LEAF, 'restartIfChanged = false;'),
      units: [LEAF],
      most: 2,
    },
    { what: 'an option that one unit reads', file: LEAF, text: leaf(LEAF, 80), units: [LEAF], most: 2 },
    {
      what: 'an option that three units read',
      file: READ_BY_TWO,
      text: leaf(READ_BY_TWO, 81),
      units: [2, 4, 5],
      most: 3,
    },
    { what: 'a comment', file: LEAF, text: `# comment\n${leaf(LEAF, 80)}`, units: [LEAF], most: 2 },
  ];
  let last = first;
  for (const { what, file, text, units, most } of cases) {
    files[`/etc/nixos/app${file}.nix`] = text;
    const next = evaluate();
    expect(next.steps / share, `${what}: as much as so many files take`).toBeLessThan(most);
    expect(remade(last.analysis, next.analysis).toSorted(), what).toEqual(units.map((n) => `app${n}.service`));
    last = next;
  }
  expect(last.analysis).toEqual(evaluateAnew(memoryFiles(files), HOST).analysis);
});

test('what ran out of time is computed when there is more', { timeout: 600_000 }, () => {
  const files = memoryFiles(host(60));
  const clock = { isOver: true };
  const evaluate = evaluator(files, HOST, true, () => clock.isOver);
  const stopped = evaluate();
  expect(stopped.analysis.unknowns).toContain('evaluation stopped: over its budget of time');
  clock.isOver = false;
  const resumed = evaluate();
  const anew = evaluateAnew(files, HOST);
  expect(resumed.analysis).toEqual(anew.analysis);
  expect(resumed.steps).toBeLessThan(anew.steps);
});
