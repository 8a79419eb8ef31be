import {
  Disposable,
  Location,
  languages,
  type Position,
  Range,
  type TextEditor,
  TextEditorRevealType,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { PreviewLine } from '../protocol';
import { PREVIEW_SCHEME, previewAddress, previewUri } from './address';
import type { Previews } from './content';

/** Where a preview line comes from, as VS Code's own types. */
function sourceOf({ uri, range }: PreviewLine): Location {
  const { start, end } = range;
  return new Location(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character));
}

function sourcesOf(previews: Previews, preview: Uri, line: number): readonly Location[] {
  return previews
    .lines(preview)
    .filter((entry) => entry.line === line)
    .map(sourceOf);
}

/** The generated file that a place of a preview names. */
function scriptAt(previews: Previews, preview: Uri, { line, character }: Position): Location | undefined {
  const link = previews
    .links(preview)
    .find((each) => each.line === line && each.start <= character && character <= each.end);
  if (link === undefined) return undefined;
  const { unit, script } = link;
  const { source } = previewAddress(preview);
  return new Location(previewUri({ view: 'script', source, unit, script }), new Range(0, 0, 0, 0));
}

/** A key and its value on one line are one place to go to. */
function onePerLine(locations: readonly Location[]): Location[] {
  const sameLine = (a: Location, b: Location): boolean =>
    a.uri.toString() === b.uri.toString() && a.range.start.line === b.range.start.line;
  return locations.filter((location, index) => locations.findIndex((other) => sameLine(location, other)) === index);
}

/** The preview lines made by the smallest piece of the source text that is at a position. */
function linesAt(lines: readonly PreviewLine[], source: Uri, position: Position): number[] {
  const hits = lines
    .map((entry) => ({ line: entry.line, location: sourceOf(entry) }))
    .filter(({ location }) => location.uri.toString() === source.toString() && location.range.contains(position));
  const smallest = hits
    .map(({ location }) => location.range)
    .reduce<Range | undefined>((best, range) => (best?.contains(range) === false ? best : range), undefined);
  return hits.filter(({ location }) => smallest?.isEqual(location.range) === true).map(({ line }) => line);
}

/** Moving in a source shows its lines in the preview, moving in the preview the source; 'Go to Definition' leads there. */
export function createReveal(previews: Previews): Disposable {
  const highlight = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('editor.rangeHighlightBackground'),
    isWholeLine: true,
  });
  const mark = (editor: TextEditor, ranges: readonly Range[]): void => {
    editor.setDecorations(highlight, ranges);
    if (ranges[0] !== undefined) editor.revealRange(ranges[0], TextEditorRevealType.InCenterIfOutsideViewport);
  };

  const fromPreview = (preview: TextEditor): void => {
    const sources = sourcesOf(previews, preview.document.uri, preview.selection.active.line);
    for (const editor of window.visibleTextEditors) {
      if (editor.document.uri.scheme === PREVIEW_SCHEME) continue;
      const own = sources.filter(({ uri }) => uri.toString() === editor.document.uri.toString());
      mark(
        editor,
        own.map(({ range }) => range),
      );
    }
    preview.setDecorations(highlight, []);
  };
  const fromSource = (source: TextEditor): void => {
    for (const editor of window.visibleTextEditors) {
      if (editor.document.uri.scheme !== PREVIEW_SCHEME) continue;
      const lines = linesAt(previews.lines(editor.document.uri), source.document.uri, source.selection.active);
      mark(
        editor,
        lines.map((line) => new Range(line, 0, line, 0)),
      );
    }
    source.setDecorations(highlight, []);
  };

  const follow = (editor: TextEditor | undefined): void => {
    if (editor === undefined || editor !== window.activeTextEditor) return;
    if (editor.document.uri.scheme === PREVIEW_SCHEME) fromPreview(editor);
    else fromSource(editor);
  };

  return Disposable.from(
    highlight,
    window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
    window.onDidChangeVisibleTextEditors(() => follow(window.activeTextEditor)),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.scheme === PREVIEW_SCHEME) follow(window.activeTextEditor);
    }),
    languages.registerDefinitionProvider(
      { scheme: PREVIEW_SCHEME },
      {
        provideDefinition: ({ uri }, position) => {
          const script = scriptAt(previews, uri, position);
          return script === undefined ? onePerLine(sourcesOf(previews, uri, position.line)) : [script];
        },
      },
    ),
  );
}
