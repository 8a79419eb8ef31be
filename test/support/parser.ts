import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadParser, type NixParser } from '../../server/src/syntax/parser';

const ROOT = join(import.meta.dirname, '../..');

function bytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(join(ROOT, path)));
}

/** The parser as every test of one process shares it. */
const shared: Promise<NixParser> = loadParser({
  runtime: bytes('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
  grammar: bytes('server/data/tree-sitter-nix.wasm'),
});

export function testParser(): Promise<NixParser> {
  return shared;
}
