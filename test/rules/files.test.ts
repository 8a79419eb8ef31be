import { describe } from 'vitest';
import { type Case, check } from './table';

const rules = (...lines: readonly string[]): string =>
  `{ config, lib, ... }: { systemd.tmpfiles.rules = [ ${lines.join(' ')} ]; }`;
const setting = (rule: string): string =>
  `{ config, lib, ... }: { systemd.tmpfiles.settings."10-a"."/var/lib/a" = { ${rule} }; }`;

const invalid = (name: string, text: string, at: readonly string[], says?: string): Case => ({
  name,
  code: 'invalid-tmpfiles-line',
  text,
  at,
  ...(says === undefined ? {} : { says }),
});

describe('lines of tmpfiles.d', () => {
  check([
    invalid('right lines', rules('"d /a 0755 root root 10d -"', '"L+ /b - - - - /c"', '"# a comment"', '""'), []),
    invalid('a mode', rules('"d /a 0799 root root -"'), ['0799'], 'octal'),
    invalid('a type', rules('"y /a"'), ['y'], 'no type of line'),
    invalid('a relative path', rules('"d var/lib/a"'), ['var/lib/a'], 'absolute'),
    invalid('no path', rules('"d"'), ['d'], 'a type and a path'),
    invalid('a specifier', rules('"d /a/%z"'), ['%z'], 'specifier'),
    invalid('a quote', rules(`"d '/a"`), ["'/a"], 'never closed'),
    invalid('an argument too many', rules('"d /a 0755 root root 10 days"'), ['days'], 'takes no argument'),
    invalid('an argument too few', rules('"w /a"'), ['w /a'], 'needs an argument'),
    invalid('the second line of a text', rules("''\n  d /a\n  d b''"), ["''\n  d /a\n  d b''"], 'absolute'),
    invalid('after an unknown', rules('"d ${config.services.a.dir} 0799"'), []),
    invalid('before an unknown', rules('"y /a 0755 ${config.services.a.user}"'), [
      '"y /a 0755 ${config.services.a.user}"',
    ]),
    invalid('an unknown that makes an argument', rules('"w /a ${config.services.a.rest}"'), []),
    invalid('a field of a setting', setting('d = { mode = "rwx"; user = config.services.a.user; };'), ['rwx'], 'octal'),
    invalid('the type of a setting', setting('y = { };'), ['y'], 'no type of line'),
    invalid(
      'an unknown path of a setting',
      '{ config, ... }: { systemd.tmpfiles.settings.a.${config.services.a.dir}.d = { }; }',
      [],
    ),
    invalid('a missing argument of a setting', setting('w.mode = "0644";'), ['w'], 'needs an argument'),
    invalid('an older systemd', setting('k.argument = "cap_net_raw=ep";'), []),
    {
      ...invalid('a letter of newer versions', setting('k.argument = "cap_net_raw=ep";'), ['k'], 'systemd 252'),
      options: { systemd: 252 },
    },
    {
      ...invalid('an age', rules('"d /a - - - 5minuets"'), ['minuets'], 'unit of time'),
      fixed: {
        'Change to minutes': rules('"d /a - - - 5minutes"'),
        'Change to min': rules('"d /a - - - 5min"'),
        'Change to minute': rules('"d /a - - - 5minute"'),
      },
    },
    {
      name: 'an age that means nothing',
      code: 'idle-tmpfiles-field',
      text: rules('"f /a - - - 10d"', '"d /b - - - 10d"', '"e /c"', '"e! /d"'),
      at: ['10d', 'e /c'],
    },
    {
      name: 'an old folder',
      code: 'legacy-tmpfiles-line',
      text: rules('"d /var/run/a"', '"F /b"'),
      at: ['/var/run', 'F'],
      says: '',
      fixed: { 'Change to /run': rules('"d /run/a"', '"F /b"') },
    },
  ]);
});

const twice = (name: string, text: string, at: readonly string[]): Case => ({
  name,
  code: 'duplicate-tmpfiles-line',
  text,
  at,
});

describe('two lines of one path', () => {
  check([
    twice('that say different things', rules('"d /a 0755"', '"d /a/ 0700"'), ['"d /a/ 0700"'.slice(1, -1)]),
    twice('that say the same', rules('"d /a 0755"', '"D /a 0755"'), []),
    twice('of which one only adjusts', rules('"d /a 0755"', '"z /a 0700"'), []),
    twice('of which one is a pattern', rules('"d /a 0755"', '"r /a"'), []),
    twice('that append', rules('"w+ /a - - - - x"', '"w+ /a - - - - y"'), []),
    twice('of which one is unknown', rules('"d /a 0755"', '"d /a ${config.services.a.mode}"'), []),
    twice(
      'in two files, the first by name being applied',
      '{ systemd.tmpfiles.settings = { b."/a".d.mode = "0700"; a."/a".d.mode = "0755"; }; }',
      ['d'],
    ),
  ]);
});

const dated = (
  name: string,
  release: string | undefined,
  text: string,
  at: readonly string[],
  says?: string,
): Case => ({
  name,
  code: 'option-not-in-release',
  text,
  at,
  ...(says === undefined ? {} : { says }),
  options: release === undefined ? {} : { release },
});

describe('options that a release lacks', () => {
  const manager = '{ systemd.settings.Manager.DefaultTimeoutStopSec = "10s"; }';
  const extra = '{ lib, ... }: { systemd.extraConfig = lib.mkIf true "DefaultTimeoutStopSec=10s"; }';
  check([
    dated('too new', '25.05', manager, ['Manager'], 'came with 25.11. Write systemd.extraConfig'),
    dated('as the release has it', '25.11', manager, []),
    dated('gone', '25.11', extra, ['extraConfig'], 'Write systemd.settings.Manager'),
    dated('not gone yet', '25.05', extra, []),
    dated('gone, in no known release', undefined, extra, ['extraConfig'], 'removed'),
    dated('new, in no known release', undefined, manager, []),
    dated('of an undeclared set', '25.11', '{ services.resolved = { settings.Resolve.LLMNR = "false"; }; }', [
      'Resolve',
    ]),
    dated('of a unit', '25.11', '{ systemd.services.a.enableDefaultPath = false; }', ['enableDefaultPath']),
    dated('of a unit that has it', '26.05', '{ systemd.services.a.enableDefaultPath = false; }', []),
    dated(
      'where the file asks for the options',
      '25.05',
      '{ lib, options, ... }: { systemd = if options.systemd ? settings then { settings.Manager.A = "b"; } else { extraConfig = ""; }; }',
      [],
    ),
  ]);
});

const misspelt = (name: string, text: string, at: readonly string[], fixed?: string): Case => ({
  name,
  code: 'misspelt-setting',
  text,
  at,
  ...(fixed === undefined ? {} : { fixed: { 'Change to DefaultTimeoutStopSec': fixed } }),
});

describe('settings', () => {
  const manager = (name: string): string => `{ systemd.settings.Manager.${name} = "10s"; }`;
  const lines = (name: string): string => `{ systemd.user.extraConfig = ''\n  ${name}=10s\n  LogLevel=info\n''; }`;
  check([
    misspelt('a name', manager('DefaultTimeoutStopSecs'), ['DefaultTimeoutStopSecs'], manager('DefaultTimeoutStopSec')),
    misspelt(
      'another case',
      manager('defaultTimeoutStopSec'),
      ['defaultTimeoutStopSec'],
      manager('DefaultTimeoutStopSec'),
    ),
    misspelt('a right name', manager('DefaultTimeoutStopSec'), []),
    misspelt('an old name', manager('ShutdownWatchdogSec'), []),
    misspelt('a name that is like none', manager('SomethingElse'), []),
    misspelt(
      'a line of a text',
      '{ systemd.user.extraConfig = "DefaultTimeoutStopSecs=1"; }',
      ['DefaultTimeoutStopSecs'],
      '{ systemd.user.extraConfig = "DefaultTimeoutStopSec=1"; }',
    ),
    misspelt('right lines of a text', lines('DefaultTimeoutStopSec'), []),
    misspelt(
      'what NixOS adds by itself',
      '{ services.journald.extraConfig = "SystemMaxUse=1G"; services.logind.settings.Login.HandleLidSwitch = "lock"; }',
      [],
    ),
  ]);
});
