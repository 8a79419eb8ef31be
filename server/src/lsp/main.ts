import { serveNode } from '../cli/serve-node';

void serveNode();
