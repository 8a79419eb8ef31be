import { type Edit, indentAt, lineStart } from '../../base/edit';
import { staticNames } from '../../syntax/find';
import type { Node, SyntaxTree } from '../../syntax/node';
import type { Slot } from '../../units/analysis';
import type { Unit } from '../../units/model';
import { entriesOf } from '../entry';
import { valueText } from './insert';
import { layoutOf, lineEnd } from './layout';
import type { SettingValue } from './measures';
import { holderOf } from './place';
import { assignments } from './unit-file';

/** The value of a directive that can be written anew where it stands. */
export interface Rewritable {
  /** What it says now, a word each: `full`, `~@clock`. */
  readonly words: readonly string[];
  readonly rewritten: (value: SettingValue) => readonly Edit[];
}

interface Source {
  readonly tree: SyntaxTree;
  readonly uri: string;
  readonly slots: readonly Slot[];
}

interface Literal {
  readonly node: Node;
  /** How far it begins behind the directive's name. */
  readonly lead: number;
}

type IsTheirs = (slot: Slot) => boolean;

/**
 * The directives of services that a document states as literals, in one place for each service, where no other service takes them from.
 */
export function rewritables(
  source: Source,
  units: readonly Unit[],
  isTheirs: IsTheirs,
): ReadonlyMap<string, Rewritable> {
  const found = new Map<string, Rewritable>();
  for (const key of new Set(units.flatMap((unit) => entriesOf(unit).map((entry) => entry.key)))) {
    const words = commonWords(units, key);
    const literals = words === undefined ? undefined : literalsOf(source, key, isTheirs, units.length);
    if (words === undefined || literals === undefined) continue;
    found.set(key, { words, rewritten: (value) => literals.map((literal) => rewrite(source, literal, value)) });
  }
  return found;
}

/** The words of a directive where all units have the same, and all are known. */
function commonWords(units: readonly Unit[], key: string): readonly string[] | undefined {
  const lists = units.map((unit) =>
    entriesOf(unit).filter((entry) => entry.section === 'Service' && entry.key === key),
  );
  if (lists.some((entries) => entries.length === 0 || entries.some(({ holes }) => holes.length > 0))) return undefined;
  const [words = [], ...others] = lists.map((entries) => entries.flatMap(({ value }) => wordsOf(value)));
  return others.every((other) => other.join(' ') === words.join(' ')) ? words : undefined;
}

/** `~@a @b` takes both away. */
function wordsOf(value: string): readonly string[] {
  const sign = value.startsWith('~') ? '~' : '';
  return value
    .slice(sign.length)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => sign + word);
}

/** The literals that give a directive to the services; undefined where one is none, is shared with others, or is one of several. */
function literalsOf(
  { tree, uri, slots }: Source,
  key: string,
  isTheirs: IsTheirs,
  count: number,
): readonly Literal[] | undefined {
  const named = slots.filter(
    (slot) => slot.key === key && slot.role.set === 'directives' && slot.role.section === 'Service',
  );
  const theirs = named.filter(isTheirs);
  const places = new Set(theirs.map(({ keyOrigin }) => keyOrigin.start));
  const isApart = theirs.length === count && theirs.every(({ keyOrigin }) => keyOrigin.uri === uri);
  const isShared = named.some(
    (slot) => !isTheirs(slot) && slot.keyOrigin.uri === uri && places.has(slot.keyOrigin.start),
  );
  if (!isApart || isShared) return undefined;
  const literals = [...places].map((start) => {
    const binding = holderOf(tree, start)?.binding;
    const isNamed = binding?.kind === 'binding' && binding.path.at(-1)?.start === start;
    const node = isNamed ? literalIn(binding.value) : undefined;
    return node && { node, lead: node.start - start };
  });
  const known = literals.filter((literal) => literal !== undefined);
  return known.length === literals.length ? known : undefined;
}

const PRIORITIES: ReadonlySet<string> = new Set(['mkDefault', 'mkForce', 'mkOptionDefault']);

/** A literal, also one that is given a priority. */
function literalIn(node: Node): Node | undefined {
  if (node.kind === 'apply') {
    const name =
      node.fn.kind === 'select' ? staticNames(node.fn.path).at(-1) : node.fn.kind === 'variable' ? node.fn.name : '';
    return PRIORITIES.has(name ?? '') ? literalIn(node.arg) : undefined;
  }
  const isText = node.kind === 'string' && node.style === 'double' && node.parts.every(({ kind }) => kind === 'text');
  const isTruth = node.kind === 'variable' && node.name === 'true';
  const isList = node.kind === 'list' && node.items.every((item) => literalIn(item) === item);
  return isText || isTruth || isList ? node : undefined;
}

function rewrite({ tree: { text }, uri }: Source, { node, lead }: Literal, value: SettingValue): Edit {
  const { start, end } = node;
  const indent = indentAt(text, start);
  const newText = valueText(value, indent.length + lead, indent, layoutOf(text, undefined));
  return { origin: { uri, start, end }, newText };
}

/** The same of a unit file: the first line of a directive is written anew, its others are taken out. */
export function rewritableLines(text: string, uri: string, unit: Unit): ReadonlyMap<string, Rewritable> {
  const found = new Map<string, Rewritable>();
  const entries = entriesOf(unit).filter(({ section, holes }) => section === 'Service' && holes.length === 0);
  for (const key of new Set(entries.map((entry) => entry.key))) {
    const starts = entries
      .filter((entry) => entry.key === key)
      .flatMap(({ keys }) => keys.slice(0, 1).map(({ start }) => start));
    const words = commonWords([unit], key);
    const isPlain = starts.every((start) => !text.slice(start, lineEnd(text, start)).trimEnd().endsWith('\\'));
    if (words === undefined || !isPlain) continue;
    const rewritten = (value: SettingValue): readonly Edit[] =>
      starts.map((start, index) => {
        const end = lineEnd(text, start) - (text.slice(0, lineEnd(text, start)).endsWith('\r') ? 1 : 0);
        const eol = text.includes('\r\n') ? '\r\n' : '\n';
        if (index === 0) return { origin: { uri, start, end }, newText: assignments({ key, value }).join(eol) };
        return { origin: { uri, start: lineStart(text, start), end: lineEnd(text, start) + 1 }, newText: '' };
      });
    found.set(key, { words, rewritten });
  }
  return found;
}

/** Whether all that a directive says now is among words, so that it can be written anew for something stronger. */
export function isWeaker({ words }: Rewritable, than: readonly string[]): boolean {
  const known = new Set(than);
  return words.length > 0 && words.every((word) => known.has(word));
}
