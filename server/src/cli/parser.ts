import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadParser, type NixParser } from '../syntax/parser';

/** The parser, from the two wasm files beside the bundle. */
export async function loadNodeParser(): Promise<NixParser> {
  const [runtime, grammar] = await Promise.all(
    ['web-tree-sitter.wasm', 'tree-sitter-nix.wasm'].map((file) => readFile(path.join(__dirname, file))),
  );
  if (runtime === undefined || grammar === undefined) throw new Error('the parser is not installed');
  return loadParser({ runtime, grammar });
}
