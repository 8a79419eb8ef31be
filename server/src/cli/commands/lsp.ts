import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../lsp/server';
import type { Command } from '../command';
import { nodeHost } from '../host-node';
import { loadNodeParser } from '../parser';

/** The language server for any editor. The connection reads its transport from the arguments itself. */
export const lspCommand: Command = {
  usage: 'lsp [--stdio | --node-ipc | --socket=PORT]',
  summary: 'Run the language server.',
  options: { stdio: { type: 'boolean' }, 'node-ipc': { type: 'boolean' }, socket: { type: 'string' } },
  evaluates: false,
  run: async (args) => {
    const parser = await loadNodeParser();
    if (!args.flag('node-ipc') && args.value('socket') === undefined && !args.flag('stdio'))
      process.argv.push('--stdio');
    const connection = createConnection(ProposedFeatures.all);
    serve(connection, { parser, host: (trusted) => nodeHost({ trusted }) });
    return new Promise((resolve) => connection.onExit(() => resolve(0)));
  },
};
