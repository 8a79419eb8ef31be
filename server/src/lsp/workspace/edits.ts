import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { FileEdit } from '../../features/workspace/rename';
import type { State } from '../state';

/** A request that is refused, with the reason as people read it. */
export function refuse(reason: string): ResponseError<void> {
  return new ResponseError<void>(LSPErrorCodes.RequestFailed, reason);
}

export const CANCELLED = new ResponseError<void>(LSPErrorCodes.RequestCancelled, 'cancelled');

/** Edits of several files, held to the versions of those that are open where the client can check them. */
export function acrossFiles(edits: readonly FileEdit[], state: State, versioned: boolean): WorkspaceEdit {
  const byFile = new Map<string, TextEdit[]>();
  for (const { uri, range, newText } of edits) {
    const others = byFile.get(uri);
    if (others === undefined) byFile.set(uri, [{ range, newText }]);
    else others.push({ range, newText });
  }
  if (!versioned) return { changes: Object.fromEntries(byFile) };
  const documentChanges = [...byFile].map(
    ([uri, own]): TextDocumentEdit => ({
      textDocument: { uri, version: state.documents.get(uri)?.version ?? null },
      edits: own,
    }),
  );
  return { documentChanges };
}
