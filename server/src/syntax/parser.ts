import { Language, Parser } from 'web-tree-sitter';
import { type Concrete, parsed, withTree } from './concrete';
import { openDocument, type SyntaxDocument } from './document';
import { leastBroken } from './error-cost';
import type { SyntaxTree } from './node';
import { symbolTable } from './symbols';

export interface ParserBytes {
  /** `web-tree-sitter.wasm` of the npm package web-tree-sitter. */
  readonly runtime: Uint8Array;
  /** `server/data/tree-sitter-nix.wasm`. */
  readonly grammar: Uint8Array;
}

/** Parses Nix. Parsing never fails: whatever the text, there is a tree, and its `errors` say what is wrong. */
export interface NixParser {
  readonly parse: (text: string) => SyntaxTree;
  /** A text that is edited and parsed again incrementally; the caller disposes of it. */
  readonly open: (text: string) => SyntaxDocument;
  /** Which of `variants` of a text parses best: the index of the first that has no error, or the least. */
  readonly leastBroken: (text: string, variants: readonly string[]) => number;
}

/** Starts the parser. The bytes come from the host, so that it runs in Node and in a browser worker alike. */
export async function loadParser({ runtime, grammar }: ParserBytes): Promise<NixParser> {
  await Parser.init({ wasmBinary: runtime, locateFile: (file: string) => file });
  const language = await Language.load(grammar);
  const parser = new Parser().setLanguage(language);
  const concrete: Concrete = {
    symbols: symbolTable(language),
    parse: (text, old) => {
      const tree = parser.parse(text, old ?? null);
      if (!tree) throw new Error('the parser has no language');
      return tree;
    },
  };
  return {
    parse: (text) => withTree(concrete.parse(text), (tree) => parsed(tree, text, concrete.symbols).tree),
    open: (text) => openDocument(text, concrete),
    leastBroken: (text, variants) => leastBroken(text, variants, concrete),
  };
}
