import { type LineMap, lineMap, type Span } from '../../base/span';
import type { Edit, Finding, Severity } from '../../rules/finding';
import type { Unit } from '../../units/model';
import { entriesOf } from '../entry';
import type { UnitScript } from './list';
import { neutralText } from './neutral-text';
import type { Replacement, ShellComment, ShellPosition, ShellStretch } from './shellcheck';
import { type DocumentOf, type SourceMap, sourceMap } from './source-map';

const SEVERITY: Readonly<Record<ShellComment['level'], Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};

/** A file that is sourced is not followed: it lies in the store, or its name is computed. */
const NOT_FOLLOWED: ReadonlySet<number> = new Set([1090, 1091]);

/** About names and commands that the rest of the script does not use, define or reach. */
const ABOUT_THE_WHOLE: ReadonlySet<number> = new Set([2034, 2153, 2154, 2317]);
const NOT_ASSIGNED = 2154;

/** About words that are the same at every run: what Nix fills in is so in every script. */
const ABOUT_CONSTANTS: ReadonlySet<number> = new Set([
  2043, 2050, 2078, 2157, 2158, 2159, 2160, 2161, 2170, 2193, 2194, 2195, 2221, 2222, 2242, 2252,
]);

/** From here on codes are about what a script means, below about its syntax. */
const FIRST_OF_MEANING = 2000;

/** What may stand before a command. */
const COMMAND_FOLLOWS = /(^|[;&|(){}`!]|\b(then|do|else|elif|if|while|until|time))\s*$/;

/** A checked script, with what is needed to place what is said of it. */
interface Checked {
  readonly text: string;
  readonly lines: LineMap;
  readonly map: SourceMap;
}

/** The offset of a position; columns count code points. */
function offsetOf({ text, lines }: Checked, { line, column }: ShellPosition): number {
  let offset = lines.starts[line - 1] ?? text.length;
  for (let at = 1; at < column && offset < text.length; at++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

function spanOf(checked: Checked, { start, end }: ShellStretch): Span {
  return { start: offsetOf(checked, start), end: offsetOf(checked, end) };
}

/** Whether the lines of a stretch were written from their beginning to their end in one go, with nothing filled in. */
function isWhollyWritten({ text, map }: Checked, { start, end }: Span): boolean {
  const next = text.indexOf('\n', end);
  const line = { start: text.lastIndexOf('\n', start - 1) + 1, end: next < 0 ? text.length : next };
  const [only, ...others] = map.pieces.filter((piece) => piece.start <= line.end && line.start <= piece.end);
  return only !== undefined && others.length === 0 && only.start <= line.start && line.end <= only.end;
}

/**
 * Whether a script may run code that is not seen here: where it is put together, or Nix fills in commands, there may be more of it with
 * other settings.
 */
function hasUnseenCode({ map }: Checked): boolean {
  const { whole } = map;
  if (whole === undefined) return true;
  return whole.parts.some(({ kind }, at) => {
    const before = whole.parts[at - 1];
    const text = before?.kind === 'text' ? before.value : '';
    return kind === 'interpolation' && COMMAND_FOLLOWS.test(text.slice(text.lastIndexOf('\n') + 1));
  });
}

/** The variables that a unit gives its programs; undefined where it may give any. */
function environmentOf(units: readonly Unit[]): ReadonlySet<string> | undefined {
  const entries = units.flatMap(entriesOf);
  if (entries.some(({ key }) => key === 'EnvironmentFile')) return undefined;
  const given = entries.filter(({ key }) => key === 'Environment').map(({ value }) => value);
  const passed = entries.filter(({ key }) => key === 'PassEnvironment').flatMap(({ value }) => value.split(/\s+/));
  const names = given.flatMap((value) => [...value.matchAll(/(?<![\w])([A-Za-z_]\w*)=/g)].map(([, name = '']) => name));
  return new Set([...names, ...passed]);
}

/** Replacements as edits of the source; none unless all of them are to be written in literals, in characters that mean themselves there. */
function editsOf(checked: Checked, fix: readonly Replacement[]): readonly Edit[] {
  const edits = fix.map(({ text, ...place }): Edit | undefined => {
    const span = spanOf(checked, place);
    const origin = checked.map.origin(span);
    const style = checked.map.styleAt(span.start);
    if (origin === undefined || style === undefined || !/^[\w\s"()$.=!<>|&;-]*$/.test(text)) return undefined;
    return { origin, newText: style === 'double' ? text.replaceAll('"', '\\"') : text };
  });
  const known = edits.filter((edit) => edit !== undefined);
  return known.length === edits.length ? known : [];
}

/**
 * What ShellCheck says of a script as findings in the source that it was written in. What it says of generated or unknown text is left
 * out, and what it cannot know of a script whose parts it does not see.
 */
export function shellFindings(
  { unit, script }: UnitScript,
  comments: readonly ShellComment[],
  units: readonly Unit[],
  documentOf: DocumentOf,
): readonly Finding[] {
  const text = neutralText(script);
  const checked: Checked = { text, lines: lineMap(text), map: sourceMap(script, documentOf) };
  const unseen = hasUnseenCode(checked);
  const sources = comments.some(({ code }) => NOT_FOLLOWED.has(code));
  const given = environmentOf(units.filter(({ name }) => name === unit));
  const isKnown = ({ code, message }: ShellComment, span: Span): boolean => {
    if (NOT_FOLLOWED.has(code)) return false;
    if (code < FIRST_OF_MEANING && (unseen || script.holes.length > 0)) return false;
    if (ABOUT_THE_WHOLE.has(code) && (unseen || sources)) return false;
    if (code === NOT_ASSIGNED && given?.has(message.split(' ')[0] ?? '') !== false) return false;
    return !ABOUT_CONSTANTS.has(code) || isWhollyWritten(checked, span);
  };
  return comments.flatMap((comment): readonly Finding[] => {
    const span = spanOf(checked, comment);
    const origin = isKnown(comment, span) ? checked.map.origin(span) : undefined;
    if (origin === undefined) return [];
    const code = `SC${comment.code}`;
    const edits = editsOf(checked, comment.fix);
    const fixes = edits.length === 0 ? [] : [{ title: `Fix ${code}: ${comment.message}`, edits, preferred: true }];
    const tool = { name: 'shellcheck', href: `https://www.shellcheck.net/wiki/${code}` };
    return [{ code, severity: SEVERITY[comment.level], message: comment.message, origin, unit, fixes, tool }];
  });
}
