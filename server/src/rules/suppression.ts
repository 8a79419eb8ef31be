import { lineMap, type Origin, positionAt } from '../base/span';
import { enclosing } from '../syntax/find';
import type { Finding } from './finding';
import type { SourceDocument } from './rule';

/** The findings that no comment in their document says to pass over. */
export function unsuppressed(
  findings: readonly Finding[],
  documentOf: (uri: string) => SourceDocument | undefined,
): readonly Finding[] {
  const known = new Map<string, Suppressions>();
  return findings.filter((finding) => {
    const { uri } = finding.origin;
    const document = documentOf(uri);
    if (document === undefined) return true;
    const suppressions = known.get(uri) ?? suppressionsOf(document);
    known.set(uri, suppressions);
    return !isSuppressed(document, suppressions, finding);
  });
}

/** What the comments of a document say is to be passed over. */
interface Suppressions {
  /** Codes for the whole file. */
  readonly file: ReadonlySet<string>;
  /** Codes by zero-based line. */
  readonly lines: ReadonlyMap<number, ReadonlySet<string>>;
}

const DIRECTIVE = /^nix-services:\s*(ignore|ignore-file)\s+(\S.*)$/;
const UNIT_FILE_COMMENT = /^[ \t]*[#;](.*)$/gm;

interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function commentsOf({ uri, tree }: SourceDocument): readonly Comment[] {
  if (uri.endsWith('.nix')) return tree.comments;
  return [...tree.text.matchAll(UNIT_FILE_COMMENT)].map((found) => ({
    text: (found[1] ?? '').trim(),
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/**
 * `# nix-services: ignore CODE` beside a line or above it, `# nix-services: ignore-file CODE` anywhere; several codes stand between
 * commas or spaces.
 */
function suppressionsOf(document: SourceDocument): Suppressions {
  const { text } = document.tree;
  if (!text.includes('nix-services:')) return { file: new Set(), lines: new Map() };
  const map = lineMap(text);
  const comments = commentsOf(document);
  const alone = new Set(
    comments
      .filter(({ start }) => /(^|\n)[ \t]*$/.test(text.slice(0, start)))
      .map(({ start }) => positionAt(map, start).line),
  );
  const file = new Set<string>();
  const lines = new Map<number, Set<string>>();
  for (const { text: words, start, end } of comments) {
    const [, kind, list = ''] = DIRECTIVE.exec(words) ?? [];
    const codes = list.split(/[\s,]+/).filter((code) => code !== '');
    if (kind === 'ignore-file') for (const code of codes) file.add(code);
    if (kind !== 'ignore') continue;
    let line = positionAt(map, start).line;
    if (alone.has(line)) {
      line = positionAt(map, end).line + 1;
      while (alone.has(line)) line++;
    }
    lines.set(line, new Set([...(lines.get(line) ?? []), ...codes]));
  }
  return { file, lines };
}

/** Whether a comment says to pass over a finding: on its line, or on that of the binding whose value it lies in. */
function isSuppressed(document: SourceDocument, { file, lines }: Suppressions, finding: Finding): boolean {
  if (file.has(finding.code)) return true;
  if (lines.size === 0) return false;
  return linesOf(document, finding.origin).some((line) => lines.get(line)?.has(finding.code) === true);
}

function linesOf({ uri, tree }: SourceDocument, { start }: Origin): readonly number[] {
  const map = lineMap(tree.text);
  const around = uri.endsWith('.nix') ? enclosing(tree, start) : [];
  const binding = around.findLast(({ kind }) => kind === 'binding');
  return [start, binding?.start ?? start].map((offset) => positionAt(map, offset).line);
}
