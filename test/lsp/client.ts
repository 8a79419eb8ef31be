import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, Position, WorkspaceEdit } from 'vscode-languageserver-types';
import { applyEdits } from '../../server/src/base/edit';
import { lineMap, offsetAt } from '../../server/src/base/span';

const CLI = path.join(import.meta.dirname, '../../dist/cli.js');

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** A language client over the command's standard streams. */
export interface Client {
  readonly connection: MessageConnection;
  readonly capabilities: Record<string, unknown>;
  readonly open: (uri: string, text: string, languageId?: string) => Promise<void>;
  /** Replaces a stretch of text. */
  readonly change: (uri: string, version: number, start: Position, end: Position, text: string) => Promise<void>;
  /** The text of a document as the server's edits left it. */
  readonly text: (uri: string) => string;
  /** The next findings published for a document. */
  readonly findings: (uri: string) => Promise<Published>;
  readonly stop: () => Promise<number | null>;
}

/** Starts `nix-services lsp --stdio` and says hello; a client with a folder tells of changes in it. */
export async function startClient(
  initializationOptions: object = { trusted: true },
  env: Readonly<Record<string, string>> = {},
  folder: string | null = null,
): Promise<Client> {
  const server = spawn(process.execPath, [CLI, 'lsp', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const waiting = new Map<string, (published: Published) => void>();
  connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
    waiting.get(published.uri)?.(published);
    waiting.delete(published.uri);
  });
  const texts = new Map<string, { readonly version: number; readonly text: string }>();
  connection.onRequest('workspace/applyEdit', async ({ edit }: { readonly edit: WorkspaceEdit }) => {
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
      const { version, text } = texts.get(uri) ?? { version: 0, text: '' };
      const lines = lineMap(text);
      const changed = applyEdits(
        text,
        edits.map(({ range, newText }) => ({
          origin: { uri, start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) },
          newText,
        })),
      );
      texts.set(uri, { version: version + 1, text: changed });
      const textDocument = { uri, version: version + 1 };
      await connection.sendNotification('textDocument/didChange', {
        textDocument,
        contentChanges: [{ text: changed }],
      });
    }
    return { applied: true };
  });
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ capabilities: Record<string, unknown> }>('initialize', {
    processId: process.pid,
    rootUri: folder,
    capabilities: folder === null ? {} : { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    capabilities,
    open: (uri, text, languageId = 'nix') => {
      texts.set(uri, { version: 1, text });
      return connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    text: (uri) => texts.get(uri)?.text ?? '',
    change: (uri, version, start, end, text) =>
      connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range: { start, end }, text }],
      }),
    findings: (uri) => new Promise((resolve) => waiting.set(uri, resolve)),
    stop: async () => {
      await connection.sendRequest('shutdown');
      const ended = once(server, 'exit');
      await connection.sendNotification('exit');
      const [code] = await ended;
      return code as number | null;
    },
  };
}
