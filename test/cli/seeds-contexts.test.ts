import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from './run';

const SEEDS = path.join(import.meta.dirname, '../fixtures/seeds');

interface PreviewedUnit {
  readonly name: string;
  readonly kind: string;
  readonly scope: string;
  readonly context?: string;
  readonly text: string;
  readonly assumptions: readonly string[];
  readonly scripts: readonly { readonly name: string; readonly text: string }[];
}

function preview(file: string, ...args: readonly string[]): readonly PreviewedUnit[] {
  const { status, stdout, stderr } = run(['preview', '--json', ...args, path.join(SEEDS, file)]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { units, errors } = JSON.parse(stdout);
  expect(errors).toEqual([]);
  return units;
}

/** A unit's lines without the environment that every service has. */
function lines(unit: PreviewedUnit | undefined): readonly string[] {
  return (unit?.text ?? '').split('\n').filter((line) => !/^Environment="(LOCALE_ARCHIVE|PATH|TZDIR)=/.test(line));
}

describe('a service of home-manager that runs a script', () => {
  test('previews as home-manager wrote it', () => {
    const [unit] = preview('watch-store.nix');
    expect(unit).toMatchObject({ name: 'attic-watch-store.service', kind: 'home-manager', scope: 'user' });
    expect(unit?.text).toBe(
      `[Install]
WantedBy=default.target

[Service]
ExecStart=/nix/store/…-watch-store

[Unit]
Description=Push nix store changes to attic binary cache.
`,
    );
    expect(unit?.scripts).toEqual([
      {
        name: 'watch-store',
        text: `#!/nix/store/…-bash/bin/bash
#!/run/current-system/sw/bin/bash
ATTIC_TOKEN=$(cat ‹config.sops.secrets.attic_auth_token.path›)
/nix/store/…-attic/bin/attic login prod https://cache.example.org $ATTIC_TOKEN
/nix/store/…-attic/bin/attic use prod
/nix/store/…-attic/bin/attic watch-store prod:prod

`,
      },
    ]);
  });
});

describe('a flake whose check is a test of two machines', () => {
  test('has the service of the server', () => {
    const units = preview('http-server/flake.nix');
    expect(units).toMatchObject([{ name: 'http-server.service', context: 'checks.x86_64-linux.default.nodes.server' }]);
    expect(lines(units[0])).toEqual([
      '[Unit]',
      '',
      '[Service]',
      'ExecStart=/nix/store/…-unit-script-http-server-start/bin/http-server-start ',
      '',
      '[Install]',
      'WantedBy=multi-user.target',
      '',
    ]);
    expect(units[0]?.scripts[0]?.text).toContain('/nix/store/…-python3/bin/python3 -m http.server 8080');
  });

  test('shows one machine alone', () => {
    expect(preview('http-server/flake.nix', '--context', 'server')).toHaveLength(1);
    expect(preview('http-server/flake.nix', '--context', 'client')).toEqual([]);
  });
});

describe('a module whose published text does not parse', () => {
  test('is told where and why', () => {
    const { status, stdout } = run(['check', '--format', 'json', path.join(SEEDS, 'kiwix/published.nix')]);
    const errors = JSON.parse(stdout).filter(({ severity }: { severity: string }) => severity === 'error');
    expect(status).toBe(1);
    expect(errors).toMatchObject([
      { code: 'syntax-error', range: { start: { line: 0, character: 27 } } },
      { code: 'undefined-variable', range: { start: { line: 18, character: 16 } } },
      { code: 'syntax-error', range: { start: { line: 45, character: 1 } } },
    ]);
    expect(errors[0].message).toContain('a colon ends the arguments');
    expect(errors[1].message).toContain("'cfg'");
  });
});

describe('a module with the settings of a host', () => {
  const command = (units: readonly PreviewedUnit[]) => lines(units[0]).filter((line) => /^(Exec|ReadWrite)/.test(line));
  const wiki = '/nix/store/mz19raygl5v7ckhbcz66jgcsrcvp4m5x-bitcoin_en_all_nopic_2021-03.zim';

  test('previews with its defaults when it is looked at alone', () => {
    const units = preview('kiwix/module.nix');
    expect(command(units)).toEqual(['ExecStart=/nix/store/…-kiwix-tools/bin/kiwix-serve -p 1337 ', 'ReadWritePaths=']);
    expect(units[0]?.assumptions).toEqual(['config.services.kiwix.enable = true']);
  });

  test('previews as its test has it, with the store path of what is fetched', () => {
    const units = preview('kiwix/test.nix');
    expect(units[0]).toMatchObject({ context: 'nodes.machine', assumptions: [] });
    expect(command(units)).toEqual([
      `ExecStart=/nix/store/…-kiwix-tools/bin/kiwix-serve -p 1337 ${wiki} `,
      `ReadWritePaths=${wiki}`,
    ]);
  });

  test('previews as a host of its flake has it', () => {
    const units = preview('kiwix/module.nix', '--context', 'reader');
    expect(units).toMatchObject([{ context: 'nixosConfigurations.reader', assumptions: [] }]);
    expect(command(units)[0]).toBe(
      'ExecStart=/nix/store/…-kiwix-tools/bin/kiwix-serve -p 8080 /opt/downloads/bitcoin.zim ',
    );
  });

  test('previews as if a host imported it that does not, and says so', () => {
    expect(preview('kiwix/module.nix', '--context', 'bare')[0]?.assumptions).toContain(
      'nixosConfigurations.bare imports module.nix',
    );
  });

  test.each(['preview', 'check', 'security'])(
    '%s of a host that there is not is refused, with those there are',
    (name) => {
      const { status, stderr } = run([name, '--context', 'nobody', path.join(SEEDS, 'kiwix/module.nix')]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/no host 'nobody'.*nixosConfigurations\.bare, nixosConfigurations\.reader/);
    },
  );
});

test('the test of a module that unlocks disks evaluates, specialisation included, and has no unit of its own', () => {
  expect(preview('remote-unlock/flake.nix')).toEqual([]);
  expect(preview('remote-unlock/module.nix')).toEqual([]);
});

test('a portable service has its template filled in', () => {
  expect(preview('web-server/flake.nix')).toMatchObject([
    {
      name: 'web-server.service',
      kind: 'portable',
      context: 'packages.x86_64-linux.portable',
      text: `[Unit]
Description=A web service

[Service]
DynamicUser=yes
ExecStart=/nix/store/…-web-server-20220227/bin/web-server

[Install]
WantedBy=multi-user.target
`,
    },
  ]);
});
