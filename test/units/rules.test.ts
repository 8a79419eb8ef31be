import { describe, expect, test } from 'vitest';
import type { Unit } from '../../server/src/units/model';
import { unitText } from '../../server/src/units/text';
import { analyseText } from './world';

const PATH = '/configuration/case.nix';

function only(definitions: string): { readonly unit: Unit | undefined; readonly messages: readonly string[] } {
  const { units, problems } = analyseText(`{ lib, pkgs, ... }: { ${definitions} }`, PATH);
  return { unit: units[0], messages: problems.map(({ message }) => message) };
}

/** The lines of the first unit that begin with a key, without what every service has. */
function lines(definitions: string, key: string): readonly string[] {
  const { unit, messages } = only(definitions);
  expect(messages).toEqual([]);
  if (unit === undefined) return [];
  return unitText(unit)
    .text.split('\n')
    .filter((line) => line.startsWith(key) && !/^Environment="(LOCALE_ARCHIVE|TZDIR)=/.test(line));
}

const a = (inner: string): string => `systemd.services.a = { ${inner} };`;

describe('lines of NixOS', () => {
  test.each([
    ['null in a list resets', a('serviceConfig.X = [ "a" null ];'), 'X', ['X=a', 'X=']],
    [
      'a list inside a list is joined',
      a('serviceConfig.X = [ [ 1 2 ] [ true null false ] ];'),
      'X',
      ['X=1 2', 'X=1  '],
    ],
    ['an empty list inside a list', a('serviceConfig.X = [ [ ] ];'), 'X', ['X=']],
    ['floats have six digits', a('serviceConfig.X = 0.25;'), 'X', ['X=0.250000']],
    ['a newline breaks the line', a('serviceConfig.X = "a\\nXY=b";'), 'X', ['X=a', 'XY=b']],
    ['an int among strings', a('serviceConfig.X = [ 1 "b" ];'), 'X', ['X=1', 'X=b']],
    ['scalar and list', a('serviceConfig.X = lib.mkMerge [ "s" [ "l" ] ];'), 'X', ['X=s', 'X=l']],
    [
      'after and unitConfig.After',
      a('after = [ "x.service" ]; unitConfig.After = [ "y.service" ];'),
      'After',
      ['After=x.service', 'After=y.service'],
    ],
    ['several dependencies', a('wants = [ "x.service" "y.service" ];'), 'Wants', ['Wants=x.service y.service']],
    [
      'limits',
      a('startLimitBurst = 3; startLimitIntervalSec = 10;'),
      'StartLimit',
      ['StartLimitBurst=3', 'StartLimitIntervalSec=10'],
    ],
    ['documentation', a('documentation = [ "man:a(1)" "https://x" ];'), 'Doc', ['Documentation=man:a(1) https://x']],
    [
      'confinement leaves temporary files to the drop-in beside the unit',
      a(`serviceConfig = lib.mkMerge [ { PrivateTmp = false; } { X = "1"; } ]; confinement.enable = true;`),
      'InaccessiblePaths',
      ['InaccessiblePaths=-+/run/confinement/a'],
    ],
    [
      'the name of an instance in paths of its confinement',
      'systemd.services."a@b:c".confinement.enable = true;',
      'R',
      ['ReadOnlyPaths=+/', 'RootDirectory=/run/confinement/a-b-c', 'RuntimeDirectory=confinement/a-b-c'],
    ],
    [
      'restart triggers',
      a('restartTriggers = [ "x" [ 1 ] ];'),
      'X-',
      ['X-Restart-Triggers=/nix/store/…-X-Restart-Triggers-a'],
    ],
    [
      'reload wins over restart',
      a('reloadIfChanged = true; restartIfChanged = false;'),
      'X-',
      ['X-ReloadIfChanged=true'],
    ],
    [
      'not restarted nor stopped',
      a('restartIfChanged = false; stopIfChanged = false;'),
      'X-',
      ['X-RestartIfChanged=false', 'X-StopIfChanged=false'],
    ],
    ['not socket activated', a('notSocketActivated = true;'), 'X-', ['X-NotSocketActivated=true']],
    [
      'own path before the default one',
      a('path = [ pkgs.git "/opt" ]; enableDefaultPath = false;'),
      'Environment="PATH',
      ['Environment="PATH=/nix/store/…-git/bin:/opt/bin:/nix/store/…-git/sbin:/opt/sbin"'],
    ],
    ['no path at all', a('enableDefaultPath = false;'), 'Environment="PATH', []],
    [
      'script names',
      'systemd.services."a@b\\\\x2d".script = "x";',
      'ExecStart',
      ['ExecStart=/nix/store/…-unit-script-a_b--x2d-start/bin/a_b--x2d-start '],
    ],
    [
      'a file in the environment is copied',
      a('environment.F = "${pkgs.writeText "f" "t"}";'),
      'Environment="F',
      ['Environment="F=/nix/store/…-f"'],
    ],
    [
      'a socket without units of its own',
      'systemd.sockets.s.listenStreams = [ 80 "/run/s" ];',
      'Listen',
      ['ListenStream=80', 'ListenStream=/run/s'],
    ],
    [
      'a mount',
      'systemd.mounts = [ { what = "tmpfs"; where = "/a-b/c"; type = "tmpfs"; options = "ro"; } ];',
      '',
      ['[Unit]', '', '[Mount]', 'Options=ro', 'Type=tmpfs', 'What=tmpfs', 'Where=/a-b/c', '', ''],
    ],
    [
      'an automount',
      'systemd.automounts = [ { where = "/a"; wantedBy = [ "x.target" ]; } ];',
      '',
      ['[Unit]', '', '[Automount]', 'Where=/a', '', '', '[Install]', 'WantedBy=x.target', ''],
    ],
    ['a target is not installed', 'systemd.targets.t.wantedBy = [ "x.target" ];', '', ['[Unit]', '', '']],
    ['a service of the initrd has no path', 'boot.initrd.systemd.services.i.script = "x";', 'Environment="PATH', []],
  ] as const)('%s', (_name, definitions, key, expected) => {
    expect(lines(definitions, key)).toEqual(expected);
  });

  test.each([
    [
      'after as text beside the option',
      a('after = [ "x.service" ]; unitConfig.After = "y.service";'),
      'conflicting definition values',
    ],
    ['PATH beside path', a('environment.PATH = "/bin";'), 'conflicting definition values'],
    [
      'a number in the environment',
      a('environment.N = 1;'),
      'is not of type `null or string or absolute path or package',
    ],
    ['a set as a directive', a('serviceConfig.X.y = 1;'), 'cannot coerce a set to a string'],
    ['a name without ending', a('wantedBy = [ "multi-user" ];'), 'is not of type `string matching the pattern'],
    ['a description of two lines', a('description = "a\\nb";'), 'single-line string'],
    ['a number as a datagram', 'systemd.sockets.s.listenDatagrams = [ 80 ];', 'is not of type `string'],
  ])('%s is refused', (_name, definitions, message) => {
    const { messages } = only(definitions);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(message);
  });

  test('names of units and links', () => {
    const { unit } = only(
      'systemd.mounts = [ { what = "x"; where = "/mnt/a b"; requiredBy = [ "y.service" ]; upheldBy = [ "z.target" ]; aliases = [ "q.mount" ]; } ];',
    );
    expect(unit?.name).toBe('mnt-a\\x20b.mount');
    expect(unit?.links).toEqual({
      wantedBy: [],
      requiredBy: ['y.service'],
      upheldBy: ['z.target'],
      aliases: ['q.mount'],
    });
  });

  test('a unit given as a text is that text', () => {
    const { unit, messages } = only(
      'systemd.units."x.service" = { text = "# c\\n[Service]\\nExecStart=/bin/a \\\\\\n  b\\n\\nUser=u\\n"; wantedBy = [ "y.target" ]; };',
    );
    expect(messages).toEqual([]);
    expect(unit).toMatchObject({ name: 'x.service', type: 'service', links: { wantedBy: ['y.target'] } });
    const { text, lines: entries } = unit === undefined ? { text: '', lines: [] } : unitText(unit);
    expect(text).toBe('# c\n[Service]\nExecStart=/bin/a \\\n  b\n\nUser=u\n');
    expect(entries.map((entry) => entry?.key)).toEqual([
      undefined,
      undefined,
      'ExecStart',
      'ExecStart',
      undefined,
      'User',
      undefined,
    ]);
  });

  test('strict scripts are shell applications', () => {
    const { unit } = only(a('script = "x"; enableStrictShellChecks = true;'));
    expect(unit?.scripts[0]?.text).toBe(
      '#!/nix/store/…-bash/bin/bash\nset -o errexit\nset -o nounset\nset -o pipefail\n\nx\n',
    );
  });

  test('the path of a pinned source is the real one', () => {
    const source = `pkgs.fetchgit { url = "https://github.com/nihr43/kea-lease-server.git"; rev = "0962c18"; sha256 = "129q7q1s4329ykk5mdc7zzd8p6d6d0kpx3wlfrv2x9g2smj7q007"; }`;
    expect(lines(a(`serviceConfig.WorkingDirectory = "\${${source}}";`), 'Working')).toEqual([
      'WorkingDirectory=/nix/store/n1y0pd37vsyyrbjf85kgrnk7bis2wzl5-kea-lease-server-0962c18',
    ]);
  });
});

describe('lines of home-manager', () => {
  test.each([
    ['an empty text stays', 'Service.X = "";', ['[Service]', 'X=', '']],
    ['nothing for an empty list', 'Service.X = [ ]; Unit.Description = "d";', ['[Unit]', 'Description=d', '']],
    ['a line for each element', 'Service.X = [ 1 true "a" ];', ['[Service]', 'X=1', 'X=true', 'X=a', '']],
    [
      'an empty section is dropped',
      'Install = { }; Service.ExecStart = [ "a" "b" ];',
      ['[Service]', 'ExecStart=a', 'ExecStart=b', ''],
    ],
    ['an unknown section is a section', 'Services.X = 1;', ['[Services]', 'X=1', '']],
  ])('%s', (_name, definitions, expected) => {
    const { unit, messages } = only(`systemd.user.services.a = { ${definitions} };`);
    expect(messages).toEqual([]);
    expect(unit && unitText(unit).text.split('\n')).toEqual(expected);
  });

  test.each([
    ['null', 'Service.X = null;', 'is not of type'],
    ['a float', 'Service.X = 1.5;', 'is not of type'],
    ['a list beside a scalar', 'Service.X = lib.mkMerge [ "a" [ "b" ] ];', 'is not of type'],
  ])('%s is refused', (_name, definitions, message) => {
    const { messages } = only(`systemd.user.services.a = { Unit.Description = "d"; ${definitions} };`);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(message);
  });
});
