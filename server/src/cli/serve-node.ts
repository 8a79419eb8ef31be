import { type Connection, createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../lsp/server';
import { nodeHost } from './host-node';
import { loadNodeParser } from './parser';
import { nixPath, nixpkgsName } from './search-path';

/** Serves an editor from Node. The connection takes its transport from the process's arguments. */
export async function serveNode(): Promise<Connection> {
  const parser = await loadNodeParser();
  const connection = createConnection(ProposedFeatures.all);
  serve(connection, {
    parser,
    host: (trusted) => nodeHost({ trusted }),
    home: process.env.HOME,
    nixpkgsName: nixpkgsName(nixPath(process.env)),
  });
  return connection;
}
