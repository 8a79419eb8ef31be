import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ResponseError } from 'vscode-jsonrpc';
import type { Hover, Location, Position, Range, WorkspaceEdit, WorkspaceSymbol } from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit';
import { lineMap, offsetAt, positionAt } from '../../server/src/base/span';
import { type Client, startClient } from './client';

const FILES: Readonly<Record<string, string>> = {
  'web.nix': '{\n  systemd.services.web = {\n    description = "Serves pages";\n    script = "true";\n  };\n}\n',
  'sub/proxy.nix': `{ config, lib, ... }:
let
  cfg = config.services.proxy;
in
{
  options.services.proxy.port = lib.mkOption { type = lib.types.port; };
  config.systemd.services.proxy = {
    after = [ "web.service" ];
    script = "listen \${toString cfg.port}";
  };
}
`,
  'host.nix': '{\n  imports = [ ./sub/proxy.nix ];\n  services.proxy.port = 80;\n}\n',
  'old.nix': '{ systemd.services.old.after = [ "web.service" ]; }\n',
  '.gitignore': 'old.nix\n',
};

describe('across the files of a folder', () => {
  let client: Client;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'workspace-'));
    for (const [name, text] of Object.entries(FILES)) write(name, text);
    client = await startClient({ trusted: false }, {}, pathToFileURL(folder).href);
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const write = (name: string, text: string): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
  const nameOf = (uri: string): string => uri.slice(pathToFileURL(folder).href.length + 1);
  const open = (name: string): Promise<void> => client.open(uriOf(name), FILES[name] ?? '');
  /** A request at the end of a piece of a file's text. */
  const ask = <R>(method: string, name: string, after: string, more: object = {}): Promise<R> => {
    const text = FILES[name] ?? '';
    const position: Position = positionAt(lineMap(text), text.indexOf(after) + after.length);
    return client.connection.sendRequest<R>(`textDocument/${method}`, {
      textDocument: { uri: uriOf(name) },
      position,
      ...more,
    });
  };
  const shown = (locations: readonly Location[] | null): readonly string[] =>
    (locations ?? []).map(({ uri, range }) => `${nameOf(uri)}:${range.start.line + 1}`).sort();
  /** The texts of all files after an edit. */
  const edited = ({ changes = {} }: WorkspaceEdit): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries(changes).map(([uri, edits]) => {
        const text = FILES[nameOf(uri)] ?? '';
        const lines = lineMap(text);
        const at = ({ start, end }: Range) => ({ uri, start: offsetAt(lines, start), end: offsetAt(lines, end) });
        const all = edits.map(({ range, newText }) => ({ origin: at(range), newText }));
        return [nameOf(uri), applyEdits(text, all)];
      }),
    );
  const refusal = async (answer: Promise<unknown>): Promise<string> => {
    try {
      await answer;
      return 'none';
    } catch (error) {
      return error instanceof ResponseError ? error.message : String(error);
    }
  };

  test('a definition is found in a file that is not open', async () => {
    await open('sub/proxy.nix');
    expect(shown(await ask('definition', 'sub/proxy.nix', '"web'))).toEqual(['web.nix:2']);
    expect(shown(await ask('definition', 'sub/proxy.nix', 'toString cfg.por'))).toEqual(['sub/proxy.nix:6']);
  });

  test('references leave out what git ignores', async () => {
    await open('web.nix');
    const asked = { context: { includeDeclaration: true } };
    expect(shown(await ask('references', 'web.nix', 'services.w', asked))).toEqual(['sub/proxy.nix:8', 'web.nix:2']);
  });

  test('a unit is renamed in all files', async () => {
    await open('sub/proxy.nix');
    expect(await ask('prepareRename', 'sub/proxy.nix', '"web')).toMatchObject({ placeholder: 'web' });
    const edit = await ask<WorkspaceEdit>('rename', 'sub/proxy.nix', '"web', { newName: 'site' });
    expect(edited(edit)).toEqual({
      'web.nix': FILES['web.nix']?.replace('services.web', 'services.site'),
      'sub/proxy.nix': FILES['sub/proxy.nix']?.replace('web.service', 'site.service'),
    });
  });

  test('an option is renamed in all files', async () => {
    await open('host.nix');
    expect(await ask('prepareRename', 'host.nix', 'proxy.por')).toMatchObject({ placeholder: 'port' });
    const edit = await ask<WorkspaceEdit>('rename', 'host.nix', 'proxy.por', { newName: 'listen' });
    expect(edited(edit)).toEqual({
      'host.nix': FILES['host.nix']?.replace('proxy.port', 'proxy.listen'),
      'sub/proxy.nix': FILES['sub/proxy.nix']?.replace('proxy.port', 'proxy.listen').replace('cfg.port', 'cfg.listen'),
    });
  });

  test('a rename that cannot be whole is refused in one line', async () => {
    await open('sub/proxy.nix');
    const taken = refusal(ask('rename', 'sub/proxy.nix', '"web', { newName: 'proxy' }));
    expect(await taken).toBe('proxy.service is defined already, in sub/proxy.nix:7.');
    const lines = refusal(ask('rename', 'sub/proxy.nix', 'proxy.por', { newName: 'a b' }));
    expect(await lines).toBe("'a b' cannot be the name of an option.");
  });

  test('symbols and hovers follow what is typed and what changes on disk', async () => {
    await open('sub/proxy.nix');
    const asked = { context: { includeDeclaration: true } };
    await ask('references', 'sub/proxy.nix', '"web', asked);
    const symbols = async (): Promise<readonly string[]> => {
      const found = await client.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: '' });
      return found.map(({ name, location: { uri } }) => `${name} ${nameOf(uri)}`);
    };
    expect(await symbols()).toEqual(['proxy.service sub/proxy.nix', 'web.service web.nix']);
    const hover = await ask<Hover>('hover', 'sub/proxy.nix', '"web');
    expect(JSON.stringify(hover.contents)).toContain('Serves pages');

    const at = { line: 6, character: 26 };
    await client.change(uriOf('sub/proxy.nix'), 2, at, { ...at, character: 31 }, 'gate');
    expect(await symbols()).toEqual(['gate.service sub/proxy.nix', 'web.service web.nix']);

    write('web.nix', '{ systemd.services.pages.script = "true"; }\n');
    const changes = [{ uri: uriOf('web.nix'), type: 2 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await ask('references', 'sub/proxy.nix', '"web', asked);
    expect(await symbols()).toEqual(['gate.service sub/proxy.nix', 'pages.service web.nix']);
  });
});

test('a single file has its own units, without a folder', async () => {
  const client = await startClient();
  const uri = 'file:///nowhere/a.nix';
  await client.open(uri, '{\n  systemd.services.a.script = "x";\n  systemd.services.b.after = [ "a.service" ];\n}\n');
  const definition = await client.connection.sendRequest<Location[]>('textDocument/definition', {
    textDocument: { uri },
    position: { line: 2, character: 34 },
  });
  expect(definition).toMatchObject([{ uri, range: { start: { line: 1, character: 19 } } }]);
  await client.stop();
});
