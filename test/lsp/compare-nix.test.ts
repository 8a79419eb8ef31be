import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { tool } from '../support/tools';
import { type CompareWorld, compareWorld } from './compare-world';

const HASH = 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz';

/** A path that takes care to be written in Nix. */
const ODD = 'channel/it\'s "${1}" %/configuration.nix';

const MODULE = `{ pkgs, ... }: { systemd.services.demo.serviceConfig.ExecStart = "\${pkgs.hello}/bin/hello --old"; }`;

/** What Nix has for it: a version and a hash that no evaluation without a store knows, and another argument. */
function written(flag: string, store = `/nix/store/${HASH}-hello-2.12`): string {
  return `[Unit]\n\n[Service]\nExecStart=${store}/bin/hello ${flag}\n`;
}

const COMPARED = {
  kind: 'compared',
  unit: 'demo.service',
  scope: 'system',
  title: 'demo.service: Nix ↔ preview (store hashes hidden)',
  text: written('--new', '/nix/store/…-hello'),
};

describe('a comparison with a stand-in for Nix', () => {
  let world: CompareWorld;
  beforeAll(async () => {
    const answers = JSON.stringify(written('--new'));
    world = await compareWorld({
      files: {
        'one/flake.nix': '{ }',
        'one/modules/demo.nix': MODULE,
        'many/flake.nix': '{ }',
        'many/demo.nix': MODULE,
        'none/flake.nix': '{ }',
        'none/demo.nix': MODULE,
        'broken/flake.nix': '{ }',
        'broken/demo.nix': MODULE,
        'slow/flake.nix': '{ }',
        'slow/demo.nix': MODULE,
        'channel/configuration.nix': '{ imports = [ ./demo.nix ]; }',
        'channel/demo.nix': MODULE,
        'alone/demo.nix': MODULE,
        'alone/demo.service': '[Service]\nExecStart=/bin/true\n',
        'alone/two.nix': '{ systemd.services = { a.script = "true"; b.script = "true"; }; }',
      },
      programs: {
        nix: `printf '%s\\n' "nix $*" >> $CALLS
case "$PWD" in
  */one|*/many|*/none) ;;
  */slow) echo $$ > $CALLS.pid; while :; do :; done ;;
  *) printf 'error:\\n       … while evaluating\\n\\n       error: undefined variable '\\''x'\\''\\n       at flake.nix:1:1\\n' >&2; exit 1 ;;
esac
case "$PWD $*" in
  */none*) echo "error: flake 'path:.' does not provide attribute 'nixosConfigurations'" >&2; exit 1 ;;
  *"/one "*attrNames) echo '["web"]' ;;
  *"/many "*attrNames) echo '["web","db.example.org"]' ;;
  *'hosts."web"'*) printf '%s\\n' '${answers}' ;;
  *) echo null ;;
esac`,
        'nix-instantiate': `printf '%s\\n' "nix-instantiate $*" >> $CALLS\nprintf '%s\\n' '${answers}'`,
      },
    });
  });
  afterAll(() => world?.close());

  /** Compares the unit of a file with what Nix says. */
  async function ask(file: string, params: object = {}): ReturnType<CompareWorld['compare']> {
    return world.compare({ uri: await world.open(file), with: 'nix', ...params });
  }

  test('asks the only host of the flake above the file', async () => {
    expect(await ask('one/modules/demo.nix')).toEqual(COMPARED);
    const flags = 'nix eval --json --no-write-lock-file --extra-experimental-features nix-command flakes';
    expect(world.calls()).toEqual([
      `${flags} .#nixosConfigurations --apply builtins.attrNames`,
      `${flags} .#nixosConfigurations --apply hosts: let config = hosts."web".config; in let units = (config).systemd.units; in if units ? "demo.service" then units."demo.service".text else null`,
    ]);
  });

  test('lets the user choose among several, and says when the host has no such unit', async () => {
    const label = 'nixosConfigurations.db.example.org';
    const web = 'nixosConfigurations.web';
    expect(await ask('many/demo.nix')).toEqual({
      kind: 'choose',
      what: 'host',
      choices: [
        { label: web, host: web },
        { label, host: label },
      ],
    });
    expect(await ask('many/demo.nix', { host: web })).toEqual(COMPARED);
    const message = `${label} has no demo.service.`;
    expect(await ask('many/demo.nix', { host: label })).toEqual({ kind: 'failed', message, logged: false });
  });

  test('asks the channels where there is no flake', async () => {
    world.calls();
    expect(await ask('channel/demo.nix')).toEqual(COMPARED);
    expect(world.calls()).toEqual([
      `nix-instantiate --eval --strict --json --expr let config = (import <nixpkgs/nixos> { configuration = (/. + "${world.folder}/channel/configuration.nix"); }).config; in let units = (config).systemd.units; in if units ? "demo.service" then units."demo.service".text else null`,
    ]);
  });

  test.each([
    ['broken/demo.nix', "Nix: undefined variable 'x'", true],
    ['none/demo.nix', 'The flake in FOLDER/none has no nixosConfigurations.', false],
    [
      'alone/demo.nix',
      'No flake.nix or configuration.nix is above FOLDER/alone/demo.nix, so it belongs to no host.',
      false,
    ],
  ])('fails in a line for %s', async (file, message, logged) => {
    const told = message.replace('FOLDER', world.folder);
    expect(await ask(file)).toEqual({ kind: 'failed', message: told, logged });
  });

  test('lets the user choose the unit, which is the one around the cursor', async () => {
    expect(await ask('alone/two.nix')).toEqual({
      kind: 'choose',
      what: 'unit',
      choices: [
        { label: 'a.service', unit: 'a.service', scope: 'system' },
        { label: 'b.service', unit: 'b.service', scope: 'system' },
      ],
    });
    expect(await ask('alone/two.nix', { position: { line: 0, character: 58 } })).toMatchObject({ kind: 'failed' });
  });

  test('shows hashes when asked to', async () => {
    const change = (storeHashes: boolean) =>
      world.client.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { nixServices: { compare: { storeHashes } } },
      });
    await change(true);
    expect(await ask('one/modules/demo.nix')).toMatchObject({
      title: 'demo.service: Nix ↔ preview',
      text: written('--new'),
    });
    await change(false);
  });

  test('ends the program when it is cancelled', async () => {
    const uri = await world.open('slow/demo.nix');
    const source = new CancellationTokenSource();
    const answer = world.compare({ uri, with: 'nix' }, source.token);
    const pid = (): number => Number(readFileSync(join(world.folder, 'calls.pid'), 'utf8'));
    await expect.poll(pid, { timeout: 30_000 }).toBeGreaterThan(0);
    source.cancel();
    expect(await answer).toBeNull();
    expect(() => process.kill(pid(), 0)).toThrow();
  });

  test('gives the text of a unit for the other side', async () => {
    const uri = await world.open('alone/demo.nix');
    const text = await world.client.connection.sendRequest('nixServices/unitText', {
      uri,
      unit: 'demo.service',
      scope: 'system',
    });
    expect(text).toContain('ExecStart=/nix/store/…-hello/bin/hello --old\n');
    expect(
      await world.client.connection.sendRequest('nixServices/unitText', { uri, unit: 'x.service', scope: 'system' }),
    ).toBeNull();
  });
});

test.each([
  [true, 'Nix is not installed here: nix was not found.'],
  [false, 'Nix was not asked: programs are started and sources fetched in trusted workspaces only.'],
])('without Nix, where trust is %s, a comparison says so', async (trusted, message) => {
  const world = await compareWorld({ files: { 'flake.nix': '{ }', 'demo.nix': MODULE }, programs: {}, trusted });
  const uri = await world.open('demo.nix');
  expect(await world.compare({ uri, with: 'nix' })).toEqual({ kind: 'failed', message, logged: false });
  await world.close();
});

test('what was started for a comparison ends with the server', async () => {
  const world = await compareWorld({
    files: { 'flake.nix': '{ }', 'demo.nix': MODULE },
    programs: { nix: `trap 'echo ended >> $CALLS; exit' TERM; echo started >> $CALLS; while :; do :; done` },
  });
  const uri = await world.open('demo.nix');
  const answer = world.compare({ uri, with: 'nix' }).catch(() => null);
  const said: string[] = [];
  const hear = (): readonly string[] => {
    said.push(...world.calls());
    return said;
  };
  await expect.poll(hear, { timeout: 30_000 }).toEqual(['started']);
  await world.client.stop();
  await expect.poll(hear, { timeout: 30_000 }).toEqual(['started', 'ended']);
  world.client.connection.dispose();
  await answer;
  rmSync(world.folder, { recursive: true });
});

const nix = tool('nix-2.34');
const instantiate = tool('nix-instantiate-2.34');

describe.skipIf(!nix.available || !instantiate.available)('a comparison with Nix itself', () => {
  /** As much of NixOS and home-manager as the comparison asks. */
  const OPTIONS = `
    systemd.units."demo.service".text = "[Unit]\\n\\n[Service]\\nExecStart=/nix/store/${HASH}-hello-2.12/bin/hello --new\\n";
    systemd.user.units."mine.service".text = "mine\\n";
    boot.initrd.systemd.units."early.service".text = "early\\n";
    specialisation."a.b".configuration.systemd.units."special.service".text = "special\\n";
    containers.box.config.systemd.units."inner.service".text = "inner\\n";
    home-manager.users.alice.xdg.configFile."systemd/user/home.service".source = ./home.service;
  `;
  const FLAKE = `{ outputs = { self }: {
    nixosConfigurations."web.example.org".config = { ${OPTIONS} };
    homeConfigurations.bob.config.xdg.configFile."systemd/user/home.service".source = ./bob.service;
  }; }`;
  let world: CompareWorld;
  beforeAll(async () => {
    world = await compareWorld({
      files: {
        'flake/flake.nix': FLAKE,
        'flake/home.service': "alice's\n",
        'flake/bob.service': "bob's\n",
        'flake/demo.nix': MODULE,
        'flake/mine.nix': '{ systemd.user.services.mine.script = "true"; }',
        'flake/early.nix': '{ boot.initrd.systemd.services.early.script = "true"; }',
        'flake/special.nix': '{ specialisation."a.b".configuration.systemd.services.special.script = "true"; }',
        'flake/inner.nix': '{ containers.box.config.systemd.services.inner.script = "true"; }',
        'flake/home.nix': '{ systemd.user.services.home.Service.ExecStart = "/bin/true"; }',
        'flake/other.nix': '{ systemd.services."other@".script = "true"; }',
        'nixpkgs/nixos/default.nix': `{ configuration }: { config = (import configuration) // { ${OPTIONS} }; }`,
        'nixpkgs/nixos/home.service': '',
        [ODD]: 'let module = { systemd.services.demo.script = "true"; }; in module',
      },
      programs: {
        nix: `exec ${nix.argv.join(' ')} "$@"`,
        'nix-instantiate': `exec ${instantiate.argv.join(' ')} "$@"`,
      },
      env: {
        PATH: process.env.PATH ?? '',
        NIX_REMOTE: 'local?root=FOLDER/root',
        NIX_PATH: 'nixpkgs=FOLDER/nixpkgs',
      },
    });
  });
  afterAll(() => world?.close());

  const WEB = 'nixosConfigurations.web.example.org';

  test.each([
    ['flake/demo.nix', undefined, written('--new', '/nix/store/…-hello')],
    ['flake/mine.nix', undefined, 'mine\n'],
    ['flake/early.nix', undefined, 'early\n'],
    ['flake/special.nix', undefined, 'special\n'],
    ['flake/inner.nix', undefined, 'inner\n'],
    ['flake/home.nix', 'homeConfigurations.bob', "bob's\n"],
    ['flake/home.nix', WEB, "alice's\n"],
    [ODD, undefined, written('--new', `/nix/store/…-hello-2.12`)],
  ])('has the text of the unit of %s (%s)', async (file, host, text) => {
    const params = { uri: await world.open(file), with: 'nix', ...(host === undefined ? {} : { host }) };
    expect(await world.compare(params)).toMatchObject({ kind: 'compared', text });
  });

  test('asks which home is meant', async () => {
    expect(await world.compare({ uri: await world.open('flake/home.nix'), with: 'nix' })).toMatchObject({
      choices: [{ host: 'homeConfigurations.bob' }, { host: WEB }],
    });
  });

  test('says that there is no such unit', async () => {
    expect(await world.compare({ uri: await world.open('flake/other.nix'), with: 'nix' })).toEqual({
      kind: 'failed',
      message: `${WEB} has no other@.service.`,
      logged: false,
    });
  });
});
