import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CodeAction, CodeLens, CompletionItem, DocumentSymbol, Hover } from 'vscode-languageserver-types';
import { type Client, startClient } from './client';

const URI = 'file:///etc/nixos/lease.nix';
const TEXT = `{ pkgs, ... }:
{
  systemd.services.lease = {
    wantedBy = [ "multi-user.target" ];
    serviceConfig = {
      ExecStart = "\${pkgs.hello}/bin/hello";
      PrivatePID = true;
    };
  };
}
`;
const KEY = { line: 6, character: 9 };

describe('the server over standard streams', () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.stop());

  const ask = <R>(method: string, params: object = {}): Promise<R> =>
    client.connection.sendRequest<R>(`textDocument/${method}`, { textDocument: { uri: URI }, ...params });

  test('publishes findings for the version it saw', async () => {
    const published = client.findings(URI);
    await client.open(URI, TEXT);
    const { version, diagnostics } = await published;
    expect(version).toBe(1);
    expect(diagnostics).toMatchObject([
      {
        code: 'unknown-directive',
        severity: 2,
        range: { start: { line: 6, character: 6 }, end: { line: 6, character: 16 } },
      },
    ]);
    expect(diagnostics[0]?.message).toContain('PrivatePIDs (since systemd 257)');
  });

  test('offers a quick fix that names the right directive', async () => {
    const range = { start: KEY, end: KEY };
    const actions = await ask<CodeAction[]>('codeAction', { range, context: { diagnostics: [] } });
    expect(actions[0]).toMatchObject({
      title: 'Change to PrivatePIDs',
      kind: 'quickfix',
      edit: { changes: { [URI]: [{ newText: 'PrivatePIDs' }] } },
    });
  });

  test('shows the unit above its declaration and its text on request', async () => {
    const lenses = await ask<CodeLens[]>('codeLens');
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      'Preview lease.service',
      expect.stringMatching(/^Exposure \d\.\d [A-Z]+$/),
    ]);
    const preview = await client.connection.sendRequest<{ text: string }>('nixServices/preview', { uri: URI });
    expect(preview.text).toContain('PrivatePID=true\n\n[Install]\nWantedBy=multi-user.target\n');
  });

  test('lists the units of the document', async () => {
    const [unit] = await ask<DocumentSymbol[]>('documentSymbol');
    expect(unit?.name).toBe('lease.service');
    expect(unit?.children?.map(({ name }) => name)).toContain('ExecStart');
  });

  test('follows an edit: findings, completion, hover', async () => {
    const published = client.findings(URI);
    const [start, end] = [
      { line: 6, character: 6 },
      { line: 6, character: 24 },
    ];
    await client.change(URI, 2, start, end, 'Mem');
    expect((await published).version).toBe(2);
    const items = await ask<CompletionItem[]>('completion', { position: { line: 6, character: 9 } });
    const item = items.find(({ label }) => label === 'MemoryMax');
    expect(item).toMatchObject({ textEdit: { range: { start, end: { line: 6, character: 9 } } } });
    expect(items.map(({ label }) => label)).not.toContain('ExecStart');
    const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
    expect(JSON.stringify(resolved.documentation)).toContain('systemd.resource-control');

    await client.change(URI, 3, start, { line: 6, character: 9 }, 'MemoryMax = "1G";');
    const hover = await ask<Hover>('hover', { position: KEY });
    expect(JSON.stringify(hover.contents)).toContain('**MemoryMax=**');
    expect(hover.range).toEqual({ start, end: { line: 6, character: 15 } });
  });

  test('answers null where it has nothing to say, and goes on', async () => {
    expect(await ask('hover', { position: { line: 0, character: 0 } })).toBeNull();
    const unknown = { textDocument: { uri: 'file:///none.nix' }, position: KEY };
    expect(await client.connection.sendRequest('textDocument/hover', unknown)).toBeNull();
  });

  test('takes empty, broken and binary documents in silence', async () => {
    const texts = ['', '{ systemd.services.x = { serviceConfig.', '\u0000\ufffd}}'];
    for (const [index, text] of texts.entries()) {
      const uri = `file:///broken-${index}.nix`;
      const published = client.findings(uri);
      await client.open(uri, text);
      const codes = (await published).diagnostics.map(({ code }) => code);
      expect(new Set(codes)).toEqual(new Set(text === '' ? [] : ['syntax-error']));
    }
  });
});
