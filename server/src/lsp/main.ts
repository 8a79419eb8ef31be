import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from '../cli/host-node';
import { loadNodeParser } from '../cli/parser';
import { serve } from './server';

/** The server as the extension starts it: the transport is told by the arguments. */
void loadNodeParser().then((parser) => {
  serve(createConnection(ProposedFeatures.all), { parser, host: (trusted) => nodeHost({ trusted }) });
});
