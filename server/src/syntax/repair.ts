import { enclosing } from './find';
import type { SyntaxTree } from './node';
import type { NixParser } from './parser';

/** Stands where a name is still to be typed, or behind the part of it that is typed. No one writes such a name. */
export const PLACEHOLDER = '__cursor__';

export interface Repaired {
  /** The text that `tree` is of. */
  readonly text: string;
  readonly tree: SyntaxTree;
  /** What was put into the text, at `at`; empty where the text stays as it is. */
  readonly inserted: string;
  readonly at: number;
  /** Where the cursor is in `text`: nothing is put before it. */
  readonly offset: number;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** What stands before the cursor decides which insertions make sense, and which are tried first. */
type Place = 'name' | 'word' | 'binding' | 'operand' | 'other';

const NOTHING = '';
const BINDING = `${PLACEHOLDER} = null;`;

/** Insertions that give the place of the cursor a node. */
const NAMED: readonly string[] = [
  PLACEHOLDER,
  `${PLACEHOLDER};`,
  `${PLACEHOLDER} ];`,
  `${PLACEHOLDER} ]`,
  `${PLACEHOLDER})`,
  `${PLACEHOLDER});`,
  `${PLACEHOLDER}) ];`,
  `${PLACEHOLDER}}`,
  `${PLACEHOLDER}}";`,
  `${PLACEHOLDER}}'';`,
  `${PLACEHOLDER}}"`,
  `${PLACEHOLDER}}''`,
  `${PLACEHOLDER}; }`,
  `${PLACEHOLDER}; };`,
  `${PLACEHOLDER} in null`,
  `${PLACEHOLDER} else null`,
  `${PLACEHOLDER} else null;`,
  `${PLACEHOLDER} then null else null`,
  `${PLACEHOLDER} then null else null;`,
];

const BINDINGS: readonly string[] = [
  BINDING,
  `${BINDING} }`,
  `${BINDING} };`,
  `${BINDING} in null`,
  `${BINDING} in null;`,
];

/** Insertions that end what was begun before the cursor. */
const ENDINGS: readonly string[] = [
  ';',
  '";',
  "'';",
  '"',
  "''",
  '];',
  ']',
  ');',
  ')',
  '" ];',
  '" ]',
  '")',
  '");',
  '}";',
  "}'';",
  '}"',
  "}''",
  '};',
  '}',
  '; }',
  '; };',
  ') ];',
  ' in null',
  ' in null;',
  ' else null;',
  ' then null else null;',
  ' null;',
  ': null',
];

const LINE_ENDINGS: readonly string[] = [';', '];', ');', '};', ' ) ];', '}', ']', ')'];

const ORDER: Readonly<Record<Place, readonly string[]>> = {
  name: [BINDING, ...NAMED, NOTHING, ...BINDINGS],
  binding: [...BINDINGS.slice(0, 1), NOTHING, ...BINDINGS, ...NAMED, ...ENDINGS],
  word: [NOTHING, ...BINDINGS, ...ENDINGS],
  operand: [NOTHING, ...NAMED, ...ENDINGS, ...BINDINGS],
  other: [NOTHING, ...ENDINGS],
};

function isWordChar(char: string): boolean {
  return /[\w'-]/.test(char);
}

function placeOf(text: string, offset: number): Place {
  const before = text.charAt(offset - 1);
  if (isWordChar(before)) return 'word';
  if (isWordChar(text.charAt(offset))) return 'other';
  if (before === '.') return 'name';
  const written = text.slice(Math.max(0, offset - 2000), offset).trimEnd();
  if (written.endsWith('${')) return 'operand';
  if (written.endsWith('{') || written.endsWith(';')) return 'binding';
  return before === '' || /[\s=([,:?!+*/<>&|@-]/.test(before) ? 'operand' : 'other';
}

/** A cursor within a word is treated as if it were at its end. */
function wordEnd(text: string, offset: number): number {
  if (!isWordChar(text.charAt(offset - 1))) return offset;
  let end = offset;
  while (end < text.length && isWordChar(text.charAt(end))) end++;
  return end;
}

function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return offset + text.slice(offset, newline === -1 ? text.length : newline).trimEnd().length;
}

function insert(text: string, { at, text: inserted }: Insertion): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

/**
 * In text that is not code: inside of a string, a path or a comment. In a broken text that may be wrong: a string that is
 * not closed goes on to the next quote.
 */
function inLiteral(tree: SyntaxTree, offset: number): boolean {
  const innermost = enclosing(tree, offset).at(-1);
  if (tree.comments.some((comment) => comment.start < offset && offset <= comment.end)) return true;
  return (
    (innermost?.kind === 'string' || innermost?.kind === 'path') &&
    innermost.start < offset &&
    offset < innermost.end &&
    innermost.parts.every((part) => part.kind === 'text' || offset <= part.start || part.end <= offset)
  );
}

function insertions(text: string, offset: number, place: Place): readonly Insertion[] {
  const at = wordEnd(text, offset);
  const line = lineEnd(text, at);
  const here = ORDER[place].map((inserted) => ({ at, text: inserted }));
  return line === at ? here : [...here, ...LINE_ENDINGS.map((inserted) => ({ at: line, text: inserted }))];
}

/**
 * Makes half-typed code at the cursor parse, by the short insertion that leaves the least error. Code that parses stays as
 * it is, except where a name is plainly missing: after a dot and at an empty place in a set.
 */
export function repair(parser: NixParser, text: string, offset: number): Repaired {
  const tree = parser.parse(text);
  const unchanged = { text, tree, inserted: '', at: offset, offset };
  const literal = inLiteral(tree, offset);
  if (literal && tree.errors.length === 0) return unchanged;
  const place = literal ? 'other' : placeOf(text, offset);
  const tried = insertions(text, offset, place);
  const variants = tried.map((insertion) => insert(text, insertion));
  const best = tried[parser.leastBroken(text, variants)];
  if (!best || best.text === '') return unchanged;
  const repaired = insert(text, best);
  return { text: repaired, tree: parser.parse(repaired), inserted: best.text, at: best.at, offset };
}
