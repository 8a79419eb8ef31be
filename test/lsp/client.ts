import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, Position } from 'vscode-languageserver-types';

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
  /** The next findings published for a document. */
  readonly findings: (uri: string) => Promise<Published>;
  readonly stop: () => Promise<number | null>;
}

/** Starts `nix-services lsp --stdio` and says hello. */
export async function startClient(initializationOptions: object = { trusted: true }): Promise<Client> {
  const server = spawn(process.execPath, [CLI, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const waiting = new Map<string, (published: Published) => void>();
  connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
    waiting.get(published.uri)?.(published);
    waiting.delete(published.uri);
  });
  connection.onRequest('workspace/applyEdit', () => ({ applied: true }));
  connection.listen();
  const { capabilities } = await connection.sendRequest<{ capabilities: Record<string, unknown> }>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {},
    initializationOptions,
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    capabilities,
    open: (uri, text, languageId = 'nix') =>
      connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } }),
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
