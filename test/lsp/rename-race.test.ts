import { expect, test } from 'vitest';
import { CancellationToken, type RenameParams } from 'vscode-languageserver';
import type { Host } from '../../server/src/base/host';
import { createState } from '../../server/src/lsp/state';
import { createIndexer } from '../../server/src/lsp/workspace/indexer';
import { registerWorkspaceRequests } from '../../server/src/lsp/workspace/requests';
import { memoryFiles } from '../support/memory-files';
import { testParser } from '../support/parser';

const OPTION = '{ lib, ... }: { options.services.notes.port = lib.mkOption { };\n  config.services.notes.port = 1; }\n';
const USE = '{ services.notes.port = 80; }\n';
const DISPOSABLE = { dispose: () => undefined };

const PROGRESS = { begin: () => undefined, report: () => undefined, done: () => undefined };

test('a rename begins anew when a document is edited while other files are searched', async () => {
  const files = memoryFiles({ '/w/a.nix': OPTION, '/w/b.nix': USE });
  let afterRead: (() => void) | undefined;
  const host: Host = {
    files: {
      ...files,
      readText: (path) => {
        if (path === '/w/b.nix') afterRead?.();
        return files.readText(path);
      },
    },
    run: async () => ({ kind: 'refused', message: '' }),
    now: () => performance.now(),
  };
  const parser = await testParser();
  const state = createState(parser, host, undefined);
  const log = { error: (message: string) => expect.fail(message), info: () => undefined };
  const indexer = createIndexer(state, log);
  let rename: ((params: RenameParams) => unknown) | undefined;
  registerWorkspaceRequests(
    {
      onWorkspaceSymbol: () => ({ ...DISPOSABLE, onResolve: () => undefined }),
      onDefinition: () => DISPOSABLE,
      onReferences: () => DISPOSABLE,
      onPrepareRename: () => DISPOSABLE,
      onRenameRequest: (handler) => {
        rename = (params) => handler(params, CancellationToken.None, PROGRESS);
        return DISPOSABLE;
      },
    },
    { state, indexer, log, parse: parser.parse, versionedEdits: true },
  );
  const uri = 'file:///w/a.nix';
  state.documents.open({ uri, languageId: 'nix', version: 1, text: OPTION });
  indexer.watched();
  indexer.setFolders(['file:///w']);
  await indexer.whole(CancellationToken.None);

  afterRead = () => {
    afterRead = undefined;
    const start = { line: 1, character: 0 };
    state.documents.change(uri, 2, [{ range: { start, end: start }, text: '\n' }]);
    state.invalidate();
  };
  const position = { line: 0, character: OPTION.indexOf('port') + 1 };
  expect(await rename?.({ textDocument: { uri }, position, newName: 'listen' })).toMatchObject({
    documentChanges: [
      {
        textDocument: { uri, version: 2 },
        edits: [{ range: { start: { line: 0 } } }, { range: { start: { line: 2 } } }],
      },
      { textDocument: { uri: 'file:///w/b.nix', version: null }, edits: [{ newText: 'listen' }] },
    ],
  });
  expect(afterRead).toBeUndefined();
  indexer.dispose();
});
