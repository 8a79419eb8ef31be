import { describe, expect, test } from 'vitest';
import { str } from '../../server/src/nix/value';
import type { Entry } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { analyseText, PATH, unitOf, values } from './world';

describe('slots', () => {
  const text = `{ lib, pkgs, ... }:
    let
      common = { Restart = "always"; };
      make = name: { description = name; serviceConfig = common // { MemoryMx = "1G"; }; };
    in {
      systemd.services = lib.mkMerge [
        { a = make "a"; }
        (lib.mkIf false { a.serviceConfig.PrivateTmp = true; })
        { a.serviceConfig = lib.mkForce { User = lib.mkForce "x"; Group = "y"; }; }
        { a = { name, ... }: { environment.NAME = "n"; confinement.mode = "chroot-only"; }; }
      ];
      systemd.user.services.h = { Services.ExecStart = "x"; Unit.After = [ "y.target" ]; };
      systemd.user.services.n.unknownOption = 1;
      systemd.timers.t.timerConfig.OnCalendar = [ "daily" "weekly" ];
      systemd.mounts = [ { what = "/dev/x"; where = "/mnt/a"; mountConfig.Options = "ro"; } ];
      system.services.web = { config, ... }: {
        systemd.service.serviceConfig.DynamicUser = true;
        services.worker.systemd.service.descripton = "w";
      };
      boot.initrd.systemd.services.i.unitConfig.After = "z.service";
    }`;
  const { slots } = analyseText(text, PATH);
  const found = slots.map((slot) => {
    const key = text.slice(slot.keyOrigin.start, slot.keyOrigin.end);
    const shown = slot.values.map((origin) => text.slice(origin.start, origin.end)).join(' | ');
    const role =
      'section' in slot.role
        ? slot.role.section
        : 'path' in slot.role
          ? ['options', ...slot.role.path].join('.')
          : slot.role.set;
    return `${slot.scope} ${slot.world} ${slot.unit} ${role} ${key} = ${shown}${slot.declared ? '' : ' (undeclared)'}`;
  });

  test.each([
    'system nixos a.service Service Restart = "always"',
    'system nixos a.service Service MemoryMx = "1G"',
    'system nixos a.service options description = "a"',
    'system nixos a.service Service PrivateTmp = true',
    'system nixos a.service Service User = "x"',
    'system nixos a.service Service Group = "y"',
    'system nixos a.service environment NAME = "n"',
    'system nixos a.service options.confinement mode = "chroot-only"',
    'user home-manager h.service sections Services = Services (undeclared)',
    'user home-manager h.service Services ExecStart = "x"',
    'user home-manager h.service Unit After = [ "y.target" ] | "y.target"',
    'user nixos n.service options unknownOption = 1 (undeclared)',
    'system nixos t.timer Timer OnCalendar = [ "daily" "weekly" ] | "daily" | "weekly"',
    'system nixos mnt-a.mount options what = "/dev/x"',
    'system nixos mnt-a.mount Mount Options = "ro"',
    'system modular web.service Service DynamicUser = true',
    'system modular web-worker.service options descripton = "w" (undeclared)',
    'initrd nixos i.service Unit After = "z.service"',
  ])('%s', (expected) => {
    expect(found).toContain(expected);
  });
});

describe('lines of a unit', () => {
  test('know the expressions that made them', () => {
    const text = `{ lib, ... }: {
      imports = [ { systemd.services.a.after = [ "x.service" ]; } ];
      systemd.services.a = lib.mkIf (lib.isString "") { description = "d"; after = [ "y.service" ]; script = "run"; };
    }`;
    const unit = unitOf(analyseText(text, PATH), 'a.service');
    const { text: file, lines } = unitText(unit);
    const shown = (origins: Entry['keys'] | undefined): readonly string[] =>
      (origins ?? []).map((origin) => text.slice(origin.start, origin.end));
    const line = (start: string): Entry | undefined =>
      lines[file.split('\n').findIndex((each) => each.startsWith(start))];
    expect(shown(line('Description=')?.values)).toEqual(['"d"']);
    expect(shown(line('After=')?.keys)).toEqual(['after', 'after']);
    expect(shown(line('After=')?.values)).toEqual(['[ "y.service" ]', '[ "x.service" ]']);
    expect(shown(line('ExecStart=')?.keys)).toEqual(['script']);
    expect(shown(line('Environment="PATH=')?.values)).toEqual([]);
    expect(shown(unit.declarations)).toEqual(['a', 'a']);
    expect(unit.scripts[0]?.origin && text.slice(unit.scripts[0].origin.start, unit.scripts[0].origin.end)).toBe(
      '"run"',
    );
  });

  test('a setting of the whole configuration is not lost in a unit', () => {
    const text = '{ systemd.globalEnvironment.HTTP = "h"; systemd.services.a.environment.TZDIR = null; }';
    expect(values(text, 'Environment')).toContain('"HTTP=h"');
    expect(values(text, 'Environment').some((value) => value.startsWith('"TZDIR'))).toBe(false);
    expect(
      values('{ config, ... }: { systemd.services.a.description = config.x.y; }', 'Description', {
        settings: [{ path: ['x', 'y'], value: str('set') }],
      }),
    ).toEqual(['set']);
  });
});
