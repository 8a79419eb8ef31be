import type { Command } from '../command';
import { serveNode } from '../serve-node';

/** The language server for any editor. */
export const lspCommand: Command = {
  usage: 'lsp [--stdio | --node-ipc | --socket=PORT]',
  summary: 'Run the language server; over standard input and output when no other way is named.',
  options: {
    stdio: { type: 'boolean', help: 'Over standard input and output' },
    'node-ipc': { type: 'boolean', help: 'Over the channel to a parent process of Node' },
    socket: { type: 'string', value: 'PORT', help: 'Over a connection to this port' },
  },
  run: async (args) => {
    const named = args.flag('stdio') || args.flag('node-ipc') || args.value('socket') !== undefined;
    if (!named) process.argv.push('--stdio');
    const connection = await serveNode();
    return new Promise((resolve) => connection.onExit(() => resolve(0)));
  },
};
