import { describe, expect, test } from 'vitest';
import { analyseText, entriesOf, PATH, unitOf } from './world';

describe('one error leaves the rest alone', () => {
  const cases = [
    ['in another unit', 'systemd.services.b = throw "no";', 'evaluation', 'throw "no"'],
    ['in a directive', 'systemd.services.a.serviceConfig.X = throw "no";', 'evaluation', 'throw "no"'],
    ['in a list', 'systemd.services.a.serviceConfig.X = [ 1 (throw "no") ];', 'evaluation', 'throw "no"'],
    ['in a variable', 'systemd.services.a.environment.X = 1;', 'wrong-type', '1'],
    ['in an option', 'systemd.services.a.wantedBy = "x.target";', 'wrong-type', '"x.target"'],
    ['in a unit name', 'systemd.services.a.after = [ "network" ];', 'wrong-type', '"network"'],
    ['in an option name', 'systemd.services.a.afterr = [ ];', 'unknown-option', 'afterr'],
    ['in a kind of units', 'systemd.service.b.script = "x";', 'misspelt-kind', 'service'],
    ['in a kind of user units', 'systemd.user.timer.b = { };', 'misspelt-kind', 'timer'],
    ['in a condition', 'systemd.services.a.serviceConfig.X = lib.mkIf (throw "no") 1;', 'evaluation', 'throw "no"'],
    ['in an import', 'imports = [ ./missing.nix ];', 'evaluation', './missing.nix'],
    [
      'in a foreign option',
      'environment.x = throw "no"; systemd.services.b.script = config.environment.x;',
      'evaluation',
      'throw "no"',
    ],
    ['in a word', 'systemd.services.a.serviceConfig.Type = "simpel";', 'wrong-type', '"simpel"'],
    ['in two values', 'systemd.services.a.serviceConfig.User = lib.mkMerge [ "x" "y" ];', 'conflict', '"y"'],
  ] as const;

  test.each(cases)('%s', (_name, definition, code, at) => {
    const text = `{ config, lib, ... }: {
      systemd.services.a.serviceConfig.Slice = "s.slice"; systemd.services.a.script = "run"; ${definition} }`;
    const analysis = analyseText(text, PATH);
    const [problem, ...others] = analysis.problems;
    expect(others).toEqual([]);
    expect(problem?.code).toBe(code);
    expect(problem?.origin && text.slice(problem.origin.start, problem.origin.end)).toBe(at);
    expect(problem?.message).not.toContain('\n');
    expect(entriesOf(unitOf(analysis, 'a.service'), 'Slice').map((entry) => entry.value)).toEqual(['s.slice']);
  });

  const loop = 'config.systemd.services.a.serviceConfig.X == "x"';
  const loops: readonly (readonly [string, string, readonly string[]])[] = [
    ['whatever is not known', loop, ['evaluation']],
    ['in a module that is on', `config.services.a.enable && ${loop}`, ['evaluation']],
    ['in a list that is not known', `lib.elem "x" config.networking.list && ${loop}`, []],
    ['where two options hold', `config.services.a.enable && config.services.b.enable && ${loop}`, []],
  ];
  test.each(loops)('an infinite recursion %s is told where it is certain', (_name, condition, expected) => {
    const text = `{ config, lib, ... }: {
      systemd.services.a.serviceConfig = { X = lib.mkIf (${condition}) "x"; Y = "y"; };
    }`;
    const analysis = analyseText(text, PATH);
    expect(analysis.problems.map(({ code }) => code)).toEqual(expected);
    expect(entriesOf(unitOf(analysis, 'a.service'), 'Y').map(({ value }) => value)).toEqual(['y']);
  });

  test('an endless value is a hole, and the rest still comes out', () => {
    const text = `{ lib, ... }: let loop = n: loop (n + 1); in {
      systemd.services.a.serviceConfig = { A = loop 0; B = "b"; };
      systemd.services.b.serviceConfig.C = "c";
    }`;
    const analysis = analyseText(text, PATH);
    expect(entriesOf(unitOf(analysis, 'a.service'), 'A')[0]?.value).toMatch(
      /^‹evaluation stopped: over its budget of /,
    );
    expect(entriesOf(unitOf(analysis, 'a.service'), 'B')[0]?.value).toBe('b');
    expect(entriesOf(unitOf(analysis, 'b.service'), 'C')[0]?.value).toBe('c');
  });
});

describe('assertions and warnings', () => {
  const problems = (text: string): readonly string[] =>
    analyseText(text, PATH).problems.map(
      ({ code, message, origin }) => `${code}: ${message} at ${origin && text.slice(origin.start, origin.end)}`,
    );

  test('what does not hold is told where it stands', () => {
    const text = `{ config, lib, ... }: {
      system.stateVersion = "25.05";
      assertions = [ { assertion = 1 == 2; message = "one is\\n not two"; } { assertion = true; message = "no"; } ];
      warnings = lib.optional (1 < 2) "old";
    }`;
    expect(problems(text)).toEqual(['assertion: one is not two at 1 == 2', 'warning: old at "old"']);
  });

  test('those of a module are about what whoever imports it sets', () => {
    expect(problems('{ assertions = [ { assertion = false; message = "no"; } ]; }')).toEqual([]);
  });

  test('what hangs on an unknown is not', () => {
    const text = `{ config, lib, ... }: {
      system.stateVersion = "25.05";
      assertions = [ { assertion = config.x.y != null; message = "no"; } ];
      warnings = lib.mkIf config.z.enable [ "old" ];
    }`;
    expect(problems(text)).toEqual([]);
  });
});
