import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, startClient } from './client';

const MODULE = `{ config, lib, ... }: {
  options.services.notes.enable = lib.mkEnableOption "notes";
  options.services.notes.port = lib.mkOption { default = 8080; };
  config = lib.mkIf config.services.notes.enable {
    systemd.services.notes = {
      after = lib.optional config.services.ledger.enable "ledger.service";
      environment.DB = "\${config.services.db.host}";
      serviceConfig.ExecStart = "/bin/notes \${toString config.services.notes.port}";
    };
  };
}
`;

const FLAKE = `{
  outputs = { nixpkgs, ... }: let host = port: modules: nixpkgs.lib.nixosSystem {
    modules = modules ++ [ { services.notes.enable = true; services.notes.port = port; } ];
  }; in {
    nixosConfigurations.attic = host 1111 [ ./notes.nix ];
    nixosConfigurations.cellar = host 2222 [ ./notes.nix ];
    nixosConfigurations.shed = host 3333 [ ];
  };
}
`;

interface Report {
  readonly asked?: string;
  readonly host?: string;
  readonly hasHosts: boolean;
  readonly conditions: readonly { readonly name: string; readonly value: boolean; readonly chosen: boolean }[];
  readonly options: readonly { readonly name: string; readonly value?: string }[];
}

describe('how documents are looked at', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nix-services-views-'));
  const here = pathToFileURL(folder).href;
  const uri = `${here}/notes.nix`;
  let client: Client;

  beforeAll(async () => {
    writeFileSync(join(folder, 'notes.nix'), MODULE);
    writeFileSync(join(folder, 'flake.nix'), FLAKE);
    client = await startClient({ trusted: true });
    await client.open(uri, MODULE);
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true });
  });

  const preview = async (): Promise<string> =>
    (await client.connection.sendRequest<{ text: string }>('nixServices/preview', { uri })).text;
  const report = (): Promise<Report> => client.connection.sendRequest<Report>('nixServices/view', { uri });
  const choose = (choices: object): Promise<void> =>
    client.connection.sendNotification('nixServices/choices', { hosts: {}, files: {}, ...choices });

  test('says what was assumed and what is not known', async () => {
    await choose({});
    expect(await preview()).toContain('After=ledger.service');
    expect(await report()).toEqual({
      hasHosts: true,
      conditions: [
        { name: 'config.services.notes.enable', value: true, chosen: false },
        { name: 'config.services.ledger.enable', value: true, chosen: false },
      ],
      options: [{ name: 'services.db.host' }],
    });
  });

  test('follows a condition and an option that were chosen for a file', async () => {
    const conditions = { 'config.services.ledger.enable': false };
    await choose({ files: { [uri]: { conditions, options: { 'services.db.host': 'db.example' } } } });
    const text = await preview();
    expect(text).not.toContain('After=ledger.service');
    expect(text).toContain('DB=db.example');
    expect(await report()).toEqual({
      hasHosts: true,
      conditions: [
        { name: 'config.services.notes.enable', value: true, chosen: false },
        { name: 'config.services.ledger.enable', value: false, chosen: true },
      ],
      options: [{ name: 'services.db.host', value: 'db.example' }],
    });
  });

  test('lists the hosts of the flake, and which of them import the file', async () => {
    expect(await client.connection.sendRequest('nixServices/hosts', { uri })).toEqual({
      folder: here,
      hosts: [
        { name: 'nixosConfigurations.attic', imports: true },
        { name: 'nixosConfigurations.cellar', imports: true },
        { name: 'nixosConfigurations.shed', imports: false },
      ],
    });
  });

  test('tells whether there are hosts, as the flake is now', async () => {
    expect(await report()).toMatchObject({ hasHosts: true });
    const flake = `${here}/flake.nix`;
    await client.open(flake, '{ outputs = { nixpkgs, ... }: { nixosModules.notes = ./notes.nix; }; }');
    expect(await report()).toMatchObject({ hasHosts: false });
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: flake } });
    expect(await report()).toMatchObject({ hasHosts: true });
  });

  test('follows the host that was chosen for a folder', async () => {
    await choose({ hosts: { [here]: 'nixosConfigurations.cellar' } });
    expect(await preview()).toContain('ExecStart=/bin/notes 2222');
    expect(await report()).toMatchObject({ asked: 'nixosConfigurations.cellar', host: 'nixosConfigurations.cellar' });
  });

  test('looks at a file alone that the host does not import, unless the host was chosen for that file', async () => {
    await choose({ hosts: { [here]: 'nixosConfigurations.shed' } });
    expect(await preview()).toContain('ExecStart=/bin/notes 8080');
    expect(await report()).toMatchObject({ asked: 'nixosConfigurations.shed' });
    expect(await report()).not.toHaveProperty('host');
    await choose({ files: { [uri]: { context: 'nixosConfigurations.shed', conditions: {}, options: {} } } });
    expect(await preview()).toContain('ExecStart=/bin/notes 3333');
  });

  test('passes over choices that are malformed', async () => {
    await choose({ hosts: [1], files: { [uri]: { context: 7, conditions: 'x', options: { a: 1 } } } });
    expect(await preview()).toContain('ExecStart=/bin/notes 8080');
  });
});
