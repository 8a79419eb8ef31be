import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/base/edit';
import { lineMap } from '../../server/src/base/span';
import { assessmentView } from '../../server/src/features/harden/assessment';
import { hardeningOffers, type Offer } from '../../server/src/features/harden/offers';
import { hover } from '../../server/src/features/hover';
import { snapshotOf } from '../support/snapshot';

interface Offered {
  readonly text: string;
  readonly offers: readonly Offer[];
  /** The whole text after the offer whose title begins so; undefined when there is none. */
  readonly applied: (title: string) => string | undefined;
}

/** What is offered at the `|` in a text. */
async function offersAt(marked: string, path?: string): Promise<Offered> {
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  const offers = hardeningOffers(await snapshotOf(text, path), { start: at, end: at });
  const applied = (title: string): string | undefined => {
    const offer = offers.find((one) => one.title.startsWith(title));
    return offer && applyEdits(text, offer.edits);
  };
  return { text, offers, applied };
}

const WEB = `{ pkgs, ... }:
{
  systemd.services.we|b = {
    serviceConfig = {
      ExecStart = "\${pkgs.web}/bin/web";
      User = "web";
    };
  };
}
`;

describe('single rows', () => {
  test('set one directive, and tell by how much it lowers the figure', async () => {
    const { offers, text, applied } = await offersAt(WEB);
    expect(offers.map(({ title }) => title)).toContain('Set RestrictNamespaces=true (−0.7)');
    expect(applied('Set RestrictNamespaces')).toBe(
      text.replace('"web";\n', '"web";\n      RestrictNamespaces = true;\n'),
    );
  });

  test('stay on the line of a set that has only one', async () => {
    const { applied } = await offersAt('{ systemd.services.a|.serviceConfig = { ExecStart = "/bin/a"; }; }');
    expect(applied('Set RestrictNamespaces')).toBe(
      '{ systemd.services.a.serviceConfig = { ExecStart = "/bin/a"; RestrictNamespaces = true; }; }',
    );
  });

  test('follow carriage returns', async () => {
    const { applied, text } = await offersAt(WEB.replaceAll('\n', '\r\n'));
    expect(applied('Set RestrictNamespaces')).toBe(
      text.replace('"web";\r\n    }', '"web";\r\n      RestrictNamespaces = true;\r\n    }'),
    );
    expect(applied('Harden: safe set')?.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('leave comments where they are', async () => {
    const { applied } = await offersAt(WEB.replace('"web";\n    }', '"web"; # its own\n      # end\n    }'));
    expect(applied('Set RestrictNamespaces')).toContain(
      'User = "web"; # its own\n      RestrictNamespaces = true;\n      # end\n    };',
    );
  });
});

describe('the sets', () => {
  test('for all services of a file are one edit', async () => {
    const { offers, applied } = await offersAt(`{
  systemd.services.a.|serviceConfig.ExecStart = "/bin/a";
  systemd.services.b.serviceConfig = {
    ExecStart = "/bin/b";
  };
}
`);
    expect(offers.map(({ title }) => title)).toContain('Harden all 2 services: safe set (worst 9.4 → 3.8)');
    const text = applied('Harden all 2 services: safe set') ?? '';
    expect(text.match(/ProtectSystem = "full";/g)).toHaveLength(2);
    expect((await snapshotOf(text)).analysis().problems).toEqual([]);
  });

  test('come as defaults where a module declares options, and not where that would change what is set', async () => {
    const module = `{ lib, ... }: {
  options.services.a.enable = lib.mkEnableOption "a";
  config.systemd.services.a = { se|rviceConfig = {
    ExecStart = "/bin/a";
  }; };
}`;
    const { applied } = await offersAt(module);
    expect(applied('Set RestrictNamespaces')).toContain('RestrictNamespaces = lib.mkDefault true;');
    const withoutLib = await offersAt(
      module.replace('{ lib, ... }', 'args').replace('lib.mkEnable', 'args.lib.mkEnable'),
    );
    expect(withoutLib.applied('Set RestrictNamespaces')).toContain('RestrictNamespaces = true;');
  });

  test('say what each directive could break', async () => {
    const { offers } = await offersAt(WEB);
    const safe = offers.find(({ title }) => title.startsWith('Harden: safe set'));
    expect(safe?.isSet).toBe(true);
    expect(safe?.notes.find((note) => note.startsWith('RestrictNamespaces: '))).toContain('browsers');
  });

  test('go down to OK and no further than it takes', async () => {
    const { offers } = await offersAt(`{
  systemd.services.clo|ck.serviceConfig = {
    ExecStart = "/bin/clock";
    User = "clock";
    CapabilityBoundingSet = "~CAP_SYS_PACCT";
    NoNewPrivileges = false;
    ProtectClock = false;
    ProtectProc = "default";
    RestrictAddressFamilies = "~AF_PACKET";
    RestrictNamespaces = "~uts";
    SystemCallArchitectures = "";
  };
}`);
    const [safe, down, strict] = ['Harden: safe set', 'Harden down to OK', 'Harden: strict set'].map(
      (title) => offers.find((offer) => offer.title.startsWith(title))?.after ?? Number.NaN,
    );
    expect(safe).toBeGreaterThanOrEqual(5);
    expect(down).toBeLessThan(5);
    expect(strict).toBeLessThan(down ?? 0);
  });

  test.each([
    ['a unit that another module brings', '{ systemd.services.ng|inx.serviceConfig.User = "web"; }'],
    [
      'a set that is not known',
      '{ config, ... }: { systemd.services.a| = { serviceConfig = config.x // { ExecStart = "/a"; }; }; }',
    ],
    ['a timer', '{ systemd.timers.a|.timerConfig.OnCalendar = "daily"; }'],
    ['a file without units', '{ a = 1|; }'],
    ['a broken file', '{ systemd.services.a| = { serviceConfig = '],
  ])('are not offered for %s', async (_, text) => {
    expect((await offersAt(text)).offers).toEqual([]);
  });
});

describe('the set fits', () => {
  const CASES: readonly (readonly [what: string, lines: string, unset: readonly string[]])[] = [
    ['a JIT runtime', 'ExecStart = "/bin/node x.js"; User = "a";', ['MemoryDenyWriteExecute']],
    ['an own device', 'ExecStart = "/bin/a /dev/ttyUSB0"; User = "a";', ['PrivateDevices', 'ProtectClock']],
    ['a home folder', 'ExecStart = "/home/x/a"; User = "a";', ['ProtectHome']],
    ['somebody else', 'ExecStart = "/bin/a"; User = "alice";', []],
    [
      'setuid wrappers',
      'ExecStart = "/run/wrappers/bin/sudo a"; User = "a";',
      ['NoNewPrivileges', 'SystemCallFilter', 'RestrictNamespaces', 'LockPersonality'],
    ],
    [
      'delegated control groups',
      'ExecStart = "/bin/a"; Delegate = true;',
      ['ProtectControlGroups', 'RestrictNamespaces', 'DynamicUser'],
    ],
    ['realtime', 'ExecStart = "/bin/a"; CPUSchedulingPolicy = "fifo";', ['RestrictRealtime']],
    ['a shared /tmp', 'ExecStart = "/bin/a --socket /tmp/a.sock"; User = "a";', ['PrivateTmp']],
    ['a fixed user', 'ExecStart = "/bin/a"; User = "a";', ['DynamicUser']],
    ['a low port', 'ExecStart = "/bin/a --port 80"; User = "a";', ['PrivateUsers']],
  ];

  test.each(CASES)('a service with %s', async (_, lines, unset) => {
    const { applied } = await offersAt(`{ systemd.services.a|.serviceConfig = { ${lines} }; }`);
    const text = applied('Harden: strict set') ?? applied('Harden: safe set') ?? '';
    for (const key of unset) expect(text).not.toContain(`${key} =`);
    expect(text).toMatch(/(RestrictRealtime|ProtectControlGroups|PrivateTmp|ProtectKernelLogs) = true;/);
  });

  test('sessions, which keep what their service is denied', async () => {
    for (const lines of ['ExecStart = "/bin/greetd";', 'ExecStart = "/bin/a"; PAMName = "login"; User = "alice";']) {
      const { applied } = await offersAt(`{ systemd.services.a|.serviceConfig = { ${lines} }; }`);
      expect(applied('Harden: safe set') ?? '').not.toMatch(/ProtectSystem|NoNewPrivileges|PrivateTmp|ProtectHome/);
    }
  });

  test('files in /tmp, which a read-only file system would close', async () => {
    const { applied } = await offersAt(
      '{ systemd.services.a|.serviceConfig = { ExecStart = "/bin/a --socket /tmp/a.sock"; User = "a"; }; }',
    );
    expect(applied('Harden: strict set')).toContain('ReadWritePaths = [ "/tmp" "/var/tmp" ];');
  });

  test('words of a settings file are no commands', async () => {
    const { applied } = await offersAt(`{ pkgs, ... }: {
  systemd.services.a| = {
    serviceConfig.ExecStart = "/bin/a \${pkgs.writeText "a.toml" "reboot = true\\nmount = false\\n"}";
  };
}`);
    expect(applied('Harden: safe set')).toContain('"~@mount"');
    const script = await offersAt('{ systemd.services.a| = { script = "mount /a\\n/bin/a"; }; }');
    expect(script.applied('Harden: safe set')).not.toContain('"~@mount"');
  });

  test('a low port that root gives up', async () => {
    const { applied } = await offersAt('{ systemd.services.a|.serviceConfig = { ExecStart = "/bin/a --port 80"; }; }');
    expect(applied('Harden: strict set')).toContain('AmbientCapabilities = [ "CAP_NET_BIND_SERVICE" ];');
    expect(applied('Harden: strict set')).toContain('CapabilityBoundingSet = [ "CAP_NET_BIND_SERVICE" ];');
  });

  test('the folders that a service writes to', async () => {
    const { applied } = await offersAt(
      '{ systemd.services.a|.serviceConfig = { ExecStart = "/bin/a --data /var/lib/a/db --media /srv/media"; User = "a"; }; }',
    );
    expect(applied('Harden: strict set')).toContain('ReadWritePaths = [ "-/srv/media" "-/var/lib/a" ];');
    const root = await offersAt('{ systemd.services.a|.serviceConfig = { ExecStart = "/bin/a /var/lib/a/db"; }; }');
    expect(root.applied('Harden: strict set')).toContain('StateDirectory = "a";');
  });

  test('the manager of a user', async () => {
    const { applied } = await offersAt('{ systemd.user.services.a|.serviceConfig = { ExecStart = "/bin/a"; }; }');
    const text = applied('Harden: strict set') ?? '';
    for (const key of ['Private', 'Protect', 'DynamicUser', 'RemoveIPC', 'Capability']) expect(text).not.toContain(key);
    expect(text).toContain('NoNewPrivileges = true;');
  });
});

describe('the assessment of a unit', () => {
  test('tells the figures before and after, each row, what mends it and what is left out', async () => {
    const snapshot = await snapshotOf(
      WEB.replace('|', '')
        .replace('User = "web";', 'User = "web"; PrivateTmp = true; # node')
        .replace('/bin/web', '/bin/node'),
    );
    const { text, lines, language } = assessmentView(snapshot, 'web.service', () => lineMap(snapshot.text));
    expect(language).toBe('plaintext');
    const rows = text.split('\n');
    expect(rows[0]).toBe('# Exposure of web.service: 8.8 EXPOSED');
    expect(rows).toContainEqual(expect.stringMatching(/^\| Harden: safe set +\| 8\.8 \| 1\.6 \|$/));
    expect(rows).toContainEqual(
      expect.stringMatching(/^\| 0\.2 +\| safe +\| ProtectClock= +\| `ProtectClock = true;` +\| .+ \|$/),
    );
    expect(rows).toContainEqual(expect.stringMatching(/^\| MemoryDenyWriteExecute= \| .+ \| node \|$/));
    const figures = rows.flatMap((row) => /^\| (\d\.\d) +\| \w* +\| \S+= /.exec(row)?.[1] ?? []).map(Number);
    expect(figures).toEqual(figures.toSorted((a, b) => b - a));
    const place = rows.findIndex((row) => row.startsWith('| good ') && row.includes('PrivateTmp='));
    expect(lines.filter(({ line }) => line === place).map(({ range }) => range.start.line)).toEqual([5, 5]);
  });

  test('of all units begins with the most exposed', async () => {
    const snapshot = await snapshotOf(
      '{ systemd.services.a.serviceConfig = { ExecStart = "/a"; DynamicUser = true; }; systemd.services.b.script = "b"; }',
    );
    const { text } = assessmentView(snapshot, undefined, () => undefined);
    expect(text.split('\n').slice(2, 6).join('\n')).toMatch(
      /^\| Exposure .*\n.*\n\| 9\.4 UNSAFE +\| b\.service \|\n\| 8\.\d .*a\.service/,
    );
  });

  test('of a unit that is gone says so', async () => {
    const { text } = assessmentView(await snapshotOf('{ }'), 'a.service', () => undefined);
    expect(text).toBe('This file does not declare a.service now.\n');
  });

  test('is summed up when its name is hovered', async () => {
    const snapshot = await snapshotOf(WEB.replace('|', ''));
    const shown = hover(snapshot, snapshot.text.indexOf('web = {') + 1, 0);
    expect(JSON.stringify(shown?.contents)).toContain('**web.service** · exposure 9.0 UNSAFE in systemd 262');
  });
});
