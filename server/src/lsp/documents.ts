import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { FileSystem } from '../base/host';
import { lineMap, offsetAt } from '../base/span';
import { filePath } from '../base/uri';
import type { SyntaxTree } from '../syntax/node';
import type { NixParser } from '../syntax/parser';

/** A document that the client has open, as of one version. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
  readonly tree: SyntaxTree;
}

export interface Documents {
  readonly get: (uri: string) => OpenDocument | undefined;
  readonly all: () => readonly OpenDocument[];
  readonly open: (document: Pick<OpenDocument, 'uri' | 'languageId' | 'version' | 'text'>) => void;
  readonly change: (uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]) => void;
  readonly close: (uri: string) => void;
}

interface Held {
  readonly document: OpenDocument;
  readonly edit: (changes: readonly TextDocumentContentChangeEvent[], version: number) => OpenDocument;
  readonly dispose: () => void;
}

/** The open documents, each parsed incrementally. */
export function openDocuments(parser: NixParser): Documents {
  const held = new Map<string, Held>();
  const close = (uri: string): void => {
    held.get(uri)?.dispose();
    held.delete(uri);
  };
  return {
    get: (uri) => held.get(uri)?.document,
    all: () => [...held.values()].map(({ document }) => document),
    open: (opened) => {
      close(opened.uri);
      held.set(opened.uri, hold(parser, opened));
    },
    change: (uri, version, changes) => {
      const known = held.get(uri);
      if (known !== undefined) held.set(uri, { ...known, document: known.edit(changes, version) });
    },
    close,
  };
}

function hold(parser: NixParser, opened: Pick<OpenDocument, 'uri' | 'languageId' | 'version' | 'text'>): Held {
  const syntax = parser.open(opened.text);
  const edit = (changes: readonly TextDocumentContentChangeEvent[], version: number): OpenDocument => {
    for (const change of changes) {
      if ('range' in change) {
        const lines = lineMap(syntax.tree().text);
        const [start, end] = [offsetAt(lines, change.range.start), offsetAt(lines, change.range.end)];
        syntax.edit([{ start, end, text: change.text }]);
      } else {
        syntax.update(change.text);
      }
    }
    const tree = syntax.tree();
    return { uri: opened.uri, languageId: opened.languageId, version, text: tree.text, tree };
  };
  return { document: { ...opened, tree: syntax.tree() }, edit, dispose: syntax.dispose };
}

/** A file system that has the open documents' texts in place of what is saved. */
export function overlay(files: FileSystem, documents: Documents): FileSystem {
  const opened = (path: string): OpenDocument | undefined => documents.all().find(({ uri }) => filePath(uri) === path);
  return { ...files, readText: (path) => opened(path)?.text ?? files.readText(path) };
}
