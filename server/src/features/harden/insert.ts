import { type Edit, indentAt, lineStart } from '../../base/edit';
import { quoteString } from '../../syntax/quote';
import { gathering } from './gather';
import { type Layout, lastInLine, layoutOf, lineEnd, startsLine } from './layout';
import type { Setting, SettingValue } from './measures';
import type { Place } from './place';

const MAX_WIDTH = 100;
/** With so many directives more, those that are written one by one become a set. */
const WORTH_A_SET = 4;

/** How settings are written. */
export interface Manner {
  /** Goes before each value: `lib.mkDefault`. */
  readonly wrapper: string | undefined;
  /** Many settings that would each repeat a path become a set, with those that are there. */
  readonly gathers: boolean;
}

/** The edits that write settings into a place, in the style of what is there. */
export function insertion(
  text: string,
  uri: string,
  place: Place,
  settings: readonly Setting[],
  { wrapper, gathers }: Manner,
): readonly Edit[] {
  const layout = layoutOf(text, place.set);
  const lines = (indent: string): string => linesAt(place, settings, wrapper, indent, layout);
  const edit = (start: number, end: number, newText: string): Edit => ({ origin: { uri, start, end }, newText });
  const { set, behind } = place;
  if (behind === undefined) {
    const base = indentAt(text, set.start);
    const open = text.indexOf('{', set.start) + 1;
    const inner = text.slice(open, set.end - 1).trimEnd();
    return [edit(open + inner.length, set.end - 1, `${layout.eol}${lines(base + layout.step)}${layout.eol}${base}`)];
  }
  const isLong = text.slice(set.start, set.end).includes('\n');
  if (gathers && isLong && place.prefix !== '' && place.wrap === undefined && settings.length >= WORTH_A_SET) {
    const bare: Place = { ...place, prefix: '' };
    const gathered = gathering(text, uri, place, layout, (indent) => linesAt(bare, settings, wrapper, indent, layout));
    if (gathered !== undefined) return [gathered];
  }
  if (isLong) {
    const at = lastInLine(text, behind.end) ?? behind.end;
    const indent = startsLine(text, behind.start)
      ? indentAt(text, behind.start)
      : indentAt(text, set.start) + layout.step;
    return [edit(at, at, `${layout.eol}${lines(indent)}`)];
  }
  const inline = ` ${lines('').split(layout.eol).join(' ')}`;
  const width = lineEnd(text, set.end) - lineStart(text, set.start) + inline.length;
  if (settings.length === 1 && place.wrap === undefined && width <= MAX_WIDTH && !inline.includes('  ')) {
    return [edit(behind.end, behind.end, inline)];
  }
  return unfold(text, uri, place, lines, layout);
}

/** A set on one line gets a line for each binding. */
function unfold(
  text: string,
  uri: string,
  { set, behind }: Place,
  lines: (indent: string) => string,
  { eol, step }: Layout,
): readonly Edit[] {
  const base = indentAt(text, set.start);
  const open = text.indexOf('{', set.start) + 1;
  const starts = [open, ...set.bindings.map(({ end }) => end)];
  const ends = [...set.bindings.map(({ start }) => start), set.end - 1];
  return starts.flatMap((start, index) => {
    const end = ends[index] ?? start;
    const added = start === behind?.end ? `${eol}${lines(base + step)}` : '';
    const blank = text.slice(start, end).trim() === '';
    const newText = blank ? `${added}${eol}${index === set.bindings.length ? base : base + step}` : added;
    return newText === '' ? [] : [{ origin: { uri, start, end: blank ? end : start }, newText }];
  });
}

function linesAt(
  { prefix, wrap }: Place,
  settings: readonly Setting[],
  wrapper: string | undefined,
  indent: string,
  layout: Layout,
): string {
  const { eol, step } = layout;
  const inner = wrap === undefined ? indent : indent + step;
  const lines = settings.map(({ key, value }) => {
    const lead = `${inner}${wrap === undefined ? prefix : ''}${key} = ${wrapper === undefined ? '' : `${wrapper} `}`;
    return `${lead}${valueText(value, lead.length, inner, layout)};`;
  });
  return wrap === undefined ? lines.join(eol) : [`${indent}${prefix}${wrap} = {`, ...lines, `${indent}};`].join(eol);
}

/** A value in Nix; a list that would make the line too long stands in lines of its own. */
export function valueText(value: SettingValue, column: number, indent: string, { eol, step }: Layout): string {
  if (value === true) return 'true';
  if (typeof value === 'string') return quoteString(value);
  const items = value.map(quoteString);
  const short = `[ ${items.join(' ')} ]`;
  if (column + short.length < MAX_WIDTH) return short;
  return ['[', ...items.map((item) => indent + step + item), `${indent}]`].join(eol);
}
