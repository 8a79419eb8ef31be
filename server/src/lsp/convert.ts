import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  DiagnosticSeverity,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import type { LinesOf } from '../base/lines';
import { type LineMap, type Origin, rangeOf } from '../base/span';
import type { Edit, Finding, Severity } from '../rules/finding';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding as the protocol has it. */
export function diagnostic(finding: Finding, lines: LineMap): Diagnostic {
  return {
    range: rangeOf(lines, finding.origin),
    severity: SEVERITY[finding.severity],
    code: finding.code,
    source: finding.tool?.name ?? 'nix-services',
    ...(finding.tool === undefined ? {} : { codeDescription: { href: finding.tool.href } }),
    message: finding.message,
  };
}

/** An edit of the document that `lines` are of. */
export function textEdit(lines: LineMap, origin: Origin, newText: string): TextEdit {
  return { range: rangeOf(lines, origin), newText };
}

/** The edits by document; undefined when one of the documents is not at hand. */
export function workspaceEdit(edits: readonly Edit[], linesOf: LinesOf): WorkspaceEdit | undefined {
  const changes: Record<string, TextEdit[]> = {};
  for (const { origin, newText } of edits) {
    const lines = linesOf(origin.uri);
    if (lines === undefined) return undefined;
    changes[origin.uri] = [...(changes[origin.uri] ?? []), textEdit(lines, origin, newText)];
  }
  return { changes };
}

/** The quick fixes of a finding. */
export function quickFixes(finding: Finding, lines: LineMap, linesOf: LinesOf): readonly CodeAction[] {
  return finding.fixes.flatMap(({ title, edits, preferred }) => {
    const edit = workspaceEdit(edits, linesOf);
    if (edit === undefined) return [];
    return [
      { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic(finding, lines)], isPreferred: preferred, edit },
    ];
  });
}
