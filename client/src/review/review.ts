import {
  commands,
  Disposable,
  Range,
  TabInputTextDiff,
  type TextDocument,
  TextEdit,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import { ask } from './ask';
import { type Proposal, REVIEW } from './protocol';

const SCHEME = 'nix-services-review';

/** Shows the changes that the server proposes as a diff, and makes those that are accepted. */
export function createReview(): Disposable {
  const texts = new Map<string, string>();
  let count = 0;

  async function review(proposal: Proposal): Promise<void> {
    const source = await workspace.openTextDocument(Uri.parse(proposal.uri));
    const isAsProposed = (): boolean => {
      if (source.version === proposal.version) return true;
      void window.showWarningMessage('The file was edited meanwhile, and was left alone.');
      return false;
    };
    if (!isAsProposed()) return;
    const edits = proposal.edits.map(({ range: { start, end }, newText }) =>
      TextEdit.replace(new Range(start.line, start.character, end.line, end.character), newText),
    );
    count += 1;
    const proposed = Uri.from({ scheme: SCHEME, path: source.uri.path, query: String(count) });
    texts.set(proposed.toString(), edited(source, edits));
    await commands.executeCommand('vscode.diff', source.uri, proposed, proposal.title, { preview: true });
    const accepted = await ask(proposal);
    await close(proposed);
    texts.delete(proposed.toString());
    await window.showTextDocument(source);
    if (!accepted || !isAsProposed()) return;
    const change = new WorkspaceEdit();
    change.set(source.uri, edits);
    await workspace.applyEdit(change);
  }

  return Disposable.from(
    workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    commands.registerCommand(REVIEW, review),
  );
}

/** The text of a document after edits that do not overlap. */
function edited(document: TextDocument, edits: readonly TextEdit[]): string {
  const text = document.getText();
  const sorted = edits.toSorted((a, b) => a.range.start.compareTo(b.range.start) || a.range.end.compareTo(b.range.end));
  const starts = sorted.map(({ range }) => document.offsetAt(range.start));
  const ends = sorted.map(({ range }) => document.offsetAt(range.end));
  const pieces = sorted.map(({ newText }, at) => text.slice(ends[at - 1] ?? 0, starts[at]) + newText);
  return pieces.join('') + text.slice(ends.at(-1) ?? 0);
}

async function close(proposed: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const shown = tabs.filter(
    ({ input }) => input instanceof TabInputTextDiff && input.modified.toString() === proposed.toString(),
  );
  await window.tabGroups.close(shown);
}
