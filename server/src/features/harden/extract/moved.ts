import { type Edit, indentAt, lineStart } from '../../../base/edit';
import { type Layout, lastInLine, lineEnd, startsLine } from '../layout';
import type { HardeningBinding, ServiceSet } from './sets';

/** The text of a binding with the comments that belong to it. */
interface Block {
  readonly start: number;
  readonly end: number;
  /** It has its lines for itself. */
  readonly whole: boolean;
}

/** A set of bindings as they were written, comments included, where lines begin with an indentation. */
export function movedText(
  text: string,
  { set }: ServiceSet,
  moved: readonly HardeningBinding[],
  { eol, step }: Layout,
  indent: string,
): string {
  const blocks = moved.map(({ binding }) => blockOf(text, set.start, binding.start, binding.end));
  const lines = blocks.flatMap((block, index) => {
    const before = blocks[index - 1];
    const isApart = before !== undefined && /^\s*\n\s*\n\s*$/.test(text.slice(before.end, block.start));
    return [...(isApart ? [''] : []), ...reindented(text, block, indent + step)];
  });
  return ['{', ...lines, `${indent}}`].join(eol);
}

function reindented(text: string, { start, end }: Block, indent: string): readonly string[] {
  const base = indentAt(text, start);
  return text
    .slice(start, end)
    .split(/\r?\n/)
    .map((line, index) => {
      if (line.trim() === '') return '';
      if (index === 0) return indent + line.trimStart();
      return line.startsWith(base) ? indent + line.slice(base.length) : line;
    });
}

/** The edits that take bindings out of a set and put a name before it. */
export function removal(
  text: string,
  uri: string,
  { set, around }: ServiceSet,
  moved: readonly HardeningBinding[],
  name: string,
): readonly Edit[] {
  const edit = (start: number, end: number, newText: string): Edit => ({ origin: { uri, start, end }, newText });
  const blocks = moved.map(({ binding }) => blockOf(text, set.start, binding.start, binding.end));
  const open = text.indexOf('{', set.start) + 1;
  const cuts = joined(text, blocks).map((block) => cutOf(text, open, set.end - 1, block));
  const left = cuts.reduceRight(
    (rest, { start, end }) => rest.slice(0, start - open) + rest.slice(end - open),
    text.slice(open, set.end - 1),
  );
  if (left.trim() === '') return [edit(set.start, set.end, name)];
  const needsParentheses = !standsAlone(around.at(-1)) && !isInParentheses(text, set);
  return [
    edit(set.start, set.start, `${needsParentheses ? '(' : ''}${name} // `),
    ...cuts.map(({ start, end }) => edit(start, end, '')),
    ...(needsParentheses ? [edit(set.end, set.end, ')')] : []),
  ];
}

/** The binding, the comment behind it, and those in the lines just above it. */
function blockOf(text: string, from: number, start: number, end: number): Block {
  const last = lastInLine(text, end);
  if (last === undefined || !startsLine(text, start)) return { start, end, whole: false };
  let first = lineStart(text, start);
  while (first > lineEnd(text, from) + 1) {
    const above = lineStart(text, first - 1);
    if (!/^[ \t]*(#|\/\*.*\*\/[ \t]*\r?$)/.test(text.slice(above, first - 1))) break;
    first = above;
  }
  return { start: first + indentAt(text, lineEnd(text, first)).length, end: last, whole: true };
}

/** Blocks with nothing but white space between become one. */
function joined(text: string, blocks: readonly Block[]): readonly Block[] {
  const all: Block[] = [];
  for (const block of blocks) {
    const before = all.at(-1);
    const follows = before?.whole === true && block.whole && text.slice(before.end, block.start).trim() === '';
    if (before !== undefined && follows) all[all.length - 1] = { ...before, end: block.end };
    else all.push(block);
  }
  return all;
}

/** What to cut so that neither an empty line nor a doubled one is left. */
function cutOf(
  text: string,
  open: number,
  close: number,
  { start, end, whole }: Block,
): { start: number; end: number } {
  if (!whole) {
    const before = /[ \t]*$/.exec(text.slice(open, start))?.[0].length ?? 0;
    const after = /^[ \t]*/.exec(text.slice(end, close))?.[0].length ?? 0;
    return startsLine(text, start) ? { start, end: end + after } : { start: start - before, end };
  }
  const above = /(\r?\n[ \t]*)*$/.exec(text.slice(open, start))?.[0] ?? '';
  const below = /^[ \t]*(\r?\n[ \t]*)*/.exec(text.slice(end, close))?.[0] ?? '';
  const isFirst = start - above.length === open;
  const isLast = end + below.length === close;
  const firstBreak = /^[ \t]*\r?\n/.exec(below)?.[0].length ?? 0;
  const isSpacedAbove = /\n[ \t]*\r?\n/.test(above);
  const isSpacedBelow = /\n[ \t]*\r?\n/.test(below);
  if (isFirst && isSpacedBelow) return { start: lineStart(text, start), end: lineStart(text, end + below.length) };
  if (isSpacedAbove && (isLast || isSpacedBelow)) {
    return {
      start: lineStart(text, start - above.length + (/^\r?\n/.exec(above)?.[0].length ?? 0)),
      end: end + firstBreak,
    };
  }
  return { start: lineStart(text, start), end: end + firstBreak };
}

/** Whether `a // b` can stand in a place without parentheses. */
function standsAlone(parent: ServiceSet['around'][number] | undefined): boolean {
  switch (parent?.kind) {
    case 'binding':
    case 'let':
    case 'lambda':
    case 'with':
    case 'assert':
    case 'if':
      return true;
    case 'binary':
      return parent.operator === '//';
    default:
      return false;
  }
}

function isInParentheses(text: string, { start, end }: ServiceSet['set']): boolean {
  return /\(\s*$/.test(text.slice(0, start)) && /^\s*\)/.test(text.slice(end));
}
